import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jars, TAHU } from "./jars.ts";

/**
 * Reads payloads, base64, one a line, and writes what Eclipse Tahu finds in each as JSON, one a line: encoded again
 * under `bytes`, and what it holds under `holds`. Integers of 64 bits and times are text, bytes are base64.
 */
const PROGRAM = `import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.*;
import java.math.BigInteger;
import java.util.*;
import org.eclipse.tahu.message.*;
import org.eclipse.tahu.message.model.*;

public class Main {
  static Object plain(Object value) {
    if (value instanceof Long || value instanceof BigInteger) return value.toString();
    if (value instanceof Date) return Long.toString(((Date) value).getTime());
    if (value instanceof Float) return (double) (Float) value;
    if (value instanceof byte[]) return Base64.getEncoder().encodeToString((byte[]) value);
    if (value instanceof org.eclipse.tahu.message.model.File)
      return plain(((org.eclipse.tahu.message.model.File) value).getBytes());
    if (value instanceof Object[]) {
      List<Object> list = new ArrayList<>();
      for (Object each : (Object[]) value) list.add(plain(each));
      return list;
    }
    if (value instanceof DataSet) {
      DataSet set = (DataSet) value;
      List<Object> rows = new ArrayList<>();
      for (Row row : set.getRows()) {
        List<Object> cells = new ArrayList<>();
        for (Value<?> cell : row.getValues()) cells.add(plain(cell.getValue()));
        rows.add(cells);
      }
      List<String> types = new ArrayList<>();
      for (DataSetDataType type : set.getTypes()) types.add(type.toString());
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("columns", set.getColumnNames());
      map.put("types", types);
      map.put("rows", rows);
      return map;
    }
    if (value instanceof Template) return "template";
    if (value instanceof PropertySet) return null;
    return value;
  }

  static Map<String, Object> describe(SparkplugBPayload payload) {
    List<Object> metrics = new ArrayList<>();
    for (Metric metric : payload.getMetrics()) {
      Map<String, Object> m = new LinkedHashMap<>();
      if (metric.hasName()) m.put("name", metric.getName());
      if (metric.hasAlias()) m.put("alias", Long.toUnsignedString(metric.getAlias()));
      if (metric.getTimestamp() != null) m.put("timestamp", metric.getTimestamp().getTime());
      m.put("type", metric.getDataType().toString());
      m.put("historical", Boolean.TRUE.equals(metric.getIsHistorical()));
      m.put("transient", Boolean.TRUE.equals(metric.getIsTransient()));
      Object value = metric.getValue();
      // 32 bits fit into a number.
      m.put("value", metric.getDataType() == MetricDataType.UInt32 ? value : metric.getDataType() == MetricDataType.UInt32Array ? Arrays.asList((Object[]) value) : plain(value));
      Map<String, Object> properties = new LinkedHashMap<>();
      if (metric.getProperties() != null)
        for (Map.Entry<String, PropertyValue> entry : metric.getProperties().getPropertyMap().entrySet())
          properties.put(entry.getKey(), plain(entry.getValue().getValue()));
      m.put("properties", properties);
      metrics.add(m);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    if (payload.getTimestamp() != null) map.put("timestamp", payload.getTimestamp().getTime());
    if (payload.getSeq() != null) map.put("seq", payload.getSeq());
    map.put("metrics", metrics);
    return map;
  }

  public static void main(String[] args) throws Exception {
    ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("ROOT")).setLevel(ch.qos.logback.classic.Level.OFF);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      SparkplugBPayload payload = new SparkplugBPayloadDecoder().buildFromByteArray(Base64.getDecoder().decode(line), null);
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("holds", describe(payload));
      map.put("bytes", Base64.getEncoder().encodeToString(new SparkplugBPayloadEncoder().getBytes(payload, false)));
      System.out.println("payload " + new ObjectMapper().writeValueAsString(map));
    }
  }
}
`;

const MARK = "payload ";

/** A payload as Tahu decodes it, and as Tahu encodes that. */
export interface TahuPayload {
  readonly holds: unknown;
  readonly bytes: string;
}

/** What Eclipse Tahu makes of Sparkplug B payloads. Throws with its output if it cannot read one. */
export function tahu(payloads: readonly Uint8Array[]): TahuPayload[] {
  const folder = mkdtempSync(join(tmpdir(), "presage-tahu-"));
  try {
    const program = join(folder, "Main.java");
    writeFileSync(program, PROGRAM);
    const input = payloads.map((bytes) => `${Buffer.from(bytes).toString("base64")}\n`).join("");
    const { status, stdout, stderr, error } = spawnSync("java", ["-cp", join(jars(TAHU), "*"), program], {
      input,
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    });
    if (status !== 0) throw new Error(`Tahu failed:\n${stdout}${stderr}`, { cause: error });
    const lines = stdout.split("\n").filter((line) => line.startsWith(MARK));
    return lines.map((line) => JSON.parse(line.slice(MARK.length)) as TahuPayload);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
