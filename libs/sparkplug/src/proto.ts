import protobuf from "protobufjs";

/**
 * The wire format of a Sparkplug B payload, written from the field numbers and types of the specification.
 * Source: Sparkplug 3.0.0, 6.4 (payload definitions).
 */
const SPARKPLUG_PROTO = `syntax = "proto2";
package sparkplug;

message Payload {
  optional uint64 timestamp = 1;     // epoch milliseconds
  repeated Metric metrics = 2;
  optional uint64 seq = 3;
  optional string uuid = 4;
  optional bytes body = 5;
}

message Metric {
  optional string name = 1;
  optional uint64 alias = 2;
  optional uint64 timestamp = 3;     // epoch milliseconds
  optional uint32 datatype = 4;
  optional bool is_historical = 5;
  optional bool is_transient = 6;
  optional bool is_null = 7;
  optional MetaData metadata = 8;
  optional PropertySet properties = 9;
  oneof value {
    uint32 int_value = 10;
    uint64 long_value = 11;
    float float_value = 12;
    double double_value = 13;
    bool boolean_value = 14;
    string string_value = 15;
    bytes bytes_value = 16;
    DataSet dataset_value = 17;
    Template template_value = 18;
  }
}

message MetaData {
  optional bool is_multi_part = 1;
  optional string content_type = 2;
  optional uint64 size = 3;
  optional uint64 seq = 4;
  optional string file_name = 5;
  optional string file_type = 6;
  optional string md5 = 7;
  optional string description = 8;
}

message PropertySet {
  repeated string keys = 1;
  repeated PropertyValue values = 2;
}

message PropertyValue {
  optional uint32 type = 1;
  optional bool is_null = 2;
  oneof value {
    uint32 int_value = 3;
    uint64 long_value = 4;
    float float_value = 5;
    double double_value = 6;
    bool boolean_value = 7;
    string string_value = 8;
    PropertySet propertyset_value = 9;
    PropertySetList propertysets_value = 10;
  }
}

message PropertySetList {
  repeated PropertySet propertyset = 1;
}

message DataSet {
  optional uint64 num_of_columns = 1;
  repeated string columns = 2;
  repeated uint32 types = 3;
  repeated Row rows = 4;
}

message Row {
  repeated DataSetValue elements = 1;
}

message DataSetValue {
  oneof value {
    uint32 int_value = 1;
    uint64 long_value = 2;
    float float_value = 3;
    double double_value = 4;
    bool boolean_value = 5;
    string string_value = 6;
  }
}

message Template {
  optional string version = 1;
  repeated Metric metrics = 2;
  repeated Parameter parameters = 3;
  optional string template_ref = 4;
  optional bool is_definition = 5;
}

message Parameter {
  optional string name = 1;
  optional uint32 type = 2;
  oneof value {
    uint32 int_value = 3;
    uint64 long_value = 4;
    float float_value = 5;
    double double_value = 6;
    bool boolean_value = 7;
    string string_value = 8;
  }
}
`;

/** Unsigned 64-bit: exact, as aliases may use all bits. A string when it goes in, a Long or number when it comes out. */
export type Wire64 = string | number | { toString(): string };

/** The fields that a value may be in; one of them, or none. */
export interface WireScalar {
  int_value?: number;
  long_value?: Wire64;
  float_value?: number;
  double_value?: number;
  boolean_value?: boolean;
  string_value?: string;
}

export interface WireProperty extends WireScalar {
  type?: number;
  is_null?: boolean;
  propertyset_value?: WireProperties;
}

export interface WireProperties {
  keys?: string[];
  values?: WireProperty[];
}

export interface WireDataSet {
  num_of_columns?: Wire64;
  columns?: string[];
  types?: number[];
  rows?: { elements?: WireScalar[] }[];
}

export interface WireTemplate {
  version?: string;
  metrics?: WireMetric[];
  template_ref?: string;
  is_definition?: boolean;
}

/** What a metric carries, beside its name. */
export interface WireValue extends WireScalar {
  bytes_value?: Uint8Array;
  dataset_value?: WireDataSet;
  template_value?: WireTemplate;
}

export interface WireMetric extends WireValue {
  name?: string;
  alias?: Wire64;
  timestamp?: Wire64;
  datatype?: number;
  is_historical?: boolean;
  is_transient?: boolean;
  is_null?: boolean;
  properties?: WireProperties;
}

export interface WirePayload {
  timestamp?: Wire64;
  metrics?: WireMetric[];
  seq?: Wire64;
}

const type = protobuf.parse(SPARKPLUG_PROTO, { keepCase: true }).root.lookupType("sparkplug.Payload");

/** Only fields that are on the wire are set. Throws whatever protobufjs throws of bytes that are no payload. */
export const fromWire = (bytes: Uint8Array): WirePayload => type.toObject(type.decode(bytes));

export const toWire = (payload: WirePayload): Uint8Array => type.encode(type.fromObject(payload)).finish();
