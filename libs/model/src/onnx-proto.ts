import protobuf from "protobufjs";

/**
 * What an ONNX file with one graph is made of. Source: onnx/onnx.proto of ONNX 1.18, of which these are names and numbers; what is left
 * out is passed over.
 */
const ONNX_PROTO = `
syntax = "proto2";
package onnx;

message AttributeProto {
  optional string name = 1;
  optional float f = 2;
  optional int64 i = 3;
  optional bytes s = 4;
  optional TensorProto t = 5;
  optional GraphProto g = 6;
  repeated float floats = 7 [packed = true];
  repeated int64 ints = 8 [packed = true];
  repeated bytes strings = 9;
  repeated TensorProto tensors = 10;
  repeated GraphProto graphs = 11;
  optional bytes sparse_tensor = 22;
  repeated bytes sparse_tensors = 23;
  optional int32 type = 20;
}

message NodeProto {
  repeated string input = 1;
  repeated string output = 2;
  optional string name = 3;
  optional string op_type = 4;
  repeated AttributeProto attribute = 5;
  optional string domain = 7;
}

message ModelProto {
  optional int64 ir_version = 1;
  optional GraphProto graph = 7;
  repeated OperatorSetIdProto opset_import = 8;
  repeated bytes functions = 25;
}

message OperatorSetIdProto {
  optional string domain = 1;
  optional int64 version = 2;
}

message GraphProto {
  repeated NodeProto node = 1;
  repeated TensorProto initializer = 5;
  repeated ValueInfoProto input = 11;
  repeated ValueInfoProto output = 12;
  repeated bytes sparse_initializer = 15;
}

message TensorProto {
  repeated int64 dims = 1 [packed = true];
  optional int32 data_type = 2;
  repeated float float_data = 4 [packed = true];
  repeated int64 int64_data = 7 [packed = true];
  optional string name = 8;
  optional bytes raw_data = 9;
  repeated double double_data = 10 [packed = true];
  repeated bytes external_data = 13;
  optional int32 data_location = 14;
}

message ValueInfoProto {
  optional string name = 1;
  optional TypeProto type = 2;
}

message TypeProto {
  optional Tensor tensor_type = 1;

  message Tensor {
    optional int32 elem_type = 1;
    optional TensorShapeProto shape = 2;
  }
}

message TensorShapeProto {
  repeated Dimension dim = 1;

  message Dimension {
    optional int64 dim_value = 1;
    optional string dim_param = 2;
  }
}
`;

export interface OnnxTensor {
  readonly name: string;
  readonly data_type: number;
  readonly float_data: readonly number[];
  readonly double_data: readonly number[];
  readonly raw_data: Uint8Array;
  readonly external_data: readonly unknown[];
  readonly data_location: number;
}

export interface OnnxAttribute {
  readonly name: string;
  readonly f: number;
  readonly floats: readonly number[];
  readonly t: OnnxTensor | null;
  readonly tensors: readonly OnnxTensor[];
  readonly g: object | null;
  readonly graphs: readonly object[];
  readonly sparse_tensor: Uint8Array;
  readonly sparse_tensors: readonly unknown[];
}

export interface OnnxModel {
  readonly functions: readonly unknown[];
  readonly graph: {
    readonly node: readonly {
      readonly input: readonly string[];
      readonly output: readonly string[];
      readonly name: string;
      readonly op_type: string;
      readonly domain: string;
      readonly attribute: readonly OnnxAttribute[];
    }[];
    readonly initializer: readonly OnnxTensor[];
    readonly input: readonly { readonly name: string }[];
    readonly sparse_initializer: readonly unknown[];
  } | null;
}

/** The message type of an ONNX file. */
export const ModelProto = protobuf.parse(ONNX_PROTO, { keepCase: true }).root.lookupType("onnx.ModelProto");
