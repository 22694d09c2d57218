import java.math.BigInteger;
import java.util.*;
import org.eclipse.tahu.message.*;
import org.eclipse.tahu.message.model.*;
import org.eclipse.tahu.message.model.Metric.MetricBuilder;

/** Writes the payloads of payloads.json as Eclipse Tahu encodes them; README.md says how to run it. */
public class Record {
  static final Date TIME = new Date(1700000000000L);
  static long alias = 0;

  static Metric metric(String name, MetricDataType type, Object value) throws Exception {
    return new MetricBuilder(name, type, value).alias(++alias).timestamp(TIME).createMetric();
  }

  static void print(String name, SparkplugBPayload payload, boolean stripped) throws Exception {
    byte[] bytes = new SparkplugBPayloadEncoder().getBytes(payload, stripped);
    System.out.println(name + " " + Base64.getEncoder().encodeToString(bytes));
  }

  public static void main(String[] args) throws Exception {
    ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("ROOT")).setLevel(ch.qos.logback.classic.Level.OFF);
    List<Metric> scalars = new ArrayList<>();
    scalars.add(new MetricBuilder("bdSeq", MetricDataType.Int64, 7L).timestamp(TIME).createMetric());
    scalars.add(new MetricBuilder("Node Control/Rebirth", MetricDataType.Boolean, false).timestamp(TIME).createMetric());
    scalars.add(metric("int8", MetricDataType.Int8, (byte) -8));
    scalars.add(metric("int16", MetricDataType.Int16, (short) -1600));
    scalars.add(metric("int32", MetricDataType.Int32, -2000000000));
    scalars.add(metric("int64", MetricDataType.Int64, -9007199254740993L));
    scalars.add(metric("uint8", MetricDataType.UInt8, (short) 255));
    scalars.add(metric("uint16", MetricDataType.UInt16, 65535));
    scalars.add(metric("uint32", MetricDataType.UInt32, 4294967295L));
    scalars.add(metric("uint64", MetricDataType.UInt64, new BigInteger("18446744073709551615")));
    scalars.add(metric("float", MetricDataType.Float, 71.3f));
    scalars.add(metric("double", MetricDataType.Double, -0.1));
    scalars.add(metric("boolean", MetricDataType.Boolean, true));
    scalars.add(metric("string", MetricDataType.String, "spindle Ø 3"));
    scalars.add(metric("datetime", MetricDataType.DateTime, new Date(1699999999999L)));
    scalars.add(metric("text", MetricDataType.Text, "ok"));
    scalars.add(metric("uuid", MetricDataType.UUID, "123e4567-e89b-12d3-a456-426614174000"));
    scalars.add(metric("bytes", MetricDataType.Bytes, new byte[] {0, (byte) 255, 7}));
    scalars.add(metric("null", MetricDataType.Double, null));
    print("scalars", new SparkplugBPayload(TIME, scalars, 0L), false);

    List<Metric> arrays = new ArrayList<>();
    arrays.add(metric("int8s", MetricDataType.Int8Array, new Byte[] {-128, 0, 127}));
    arrays.add(metric("int16s", MetricDataType.Int16Array, new Short[] {-32768, 32767}));
    arrays.add(metric("int32s", MetricDataType.Int32Array, new Integer[] {Integer.MIN_VALUE, 1}));
    arrays.add(metric("int64s", MetricDataType.Int64Array, new Long[] {Long.MIN_VALUE, Long.MAX_VALUE}));
    // Not more than 127: this version of Tahu reads greater ones as negative numbers.
    arrays.add(metric("uint8s", MetricDataType.UInt8Array, new Short[] {0, 127}));
    arrays.add(metric("uint16s", MetricDataType.UInt16Array, new Integer[] {0, 65535}));
    arrays.add(metric("uint32s", MetricDataType.UInt32Array, new Long[] {0L, 4294967295L}));
    arrays.add(metric("uint64s", MetricDataType.UInt64Array, new BigInteger[] {BigInteger.ONE, new BigInteger("18446744073709551615")}));
    arrays.add(metric("floats", MetricDataType.FloatArray, new Float[] {0.012f, -0.034f, 1e10f}));
    arrays.add(metric("doubles", MetricDataType.DoubleArray, new Double[] {0.1, -1e300}));
    arrays.add(metric("booleans", MetricDataType.BooleanArray, new Boolean[] {false, false, true, true, false, true, false, false, true, true, false, true}));
    arrays.add(metric("strings", MetricDataType.StringArray, new String[] {"ABC", "hello", ""}));
    arrays.add(metric("times", MetricDataType.DateTimeArray, new Date[] {TIME, new Date(0)}));
    print("arrays", new SparkplugBPayload(TIME, arrays, 1L), false);

    PropertySet properties = new PropertySet();
    properties.put("engUnit", new PropertyValue(PropertyDataType.String, "g"));
    properties.put("rate", new PropertyValue(PropertyDataType.Double, 25600.0));
    properties.put("Quality", new PropertyValue(PropertyDataType.Int32, 192));
    PropertySet inner = new PropertySet();
    inner.put("low", new PropertyValue(PropertyDataType.Float, -1f));
    properties.put("range", new PropertyValue(PropertyDataType.PropertySet, inner));
    List<Metric> complex = new ArrayList<>();
    complex.add(new MetricBuilder("vibration", MetricDataType.FloatArray, new Float[] {0.5f, -0.5f})
        .alias(++alias).timestamp(TIME).properties(properties).createMetric());
    complex.add(metric("spectrum", MetricDataType.DataSet, new DataSet.DataSetBuilder(3)
        .addColumnNames(Arrays.asList("x", "y", "label"))
        .addTypes(Arrays.asList(DataSetDataType.Double, DataSetDataType.Int32, DataSetDataType.String))
        .addRow(new Row.RowBuilder().addValue(new Value<>(DataSetDataType.Double, 1.5)).addValue(new Value<>(DataSetDataType.Int32, -4)).addValue(new Value<>(DataSetDataType.String, "a")).createRow())
        .addRow(new Row.RowBuilder().addValue(new Value<>(DataSetDataType.Double, 2.5)).addValue(new Value<>(DataSetDataType.Int32, 5)).addValue(new Value<>(DataSetDataType.String, "b")).createRow())
        .createDataSet()));
    complex.add(new MetricBuilder("template", MetricDataType.Template, new Template.TemplateBuilder()
        .version("v1").templateRef("Motor").definition(false)
        .addMetric(new MetricBuilder("rpm", MetricDataType.Int32, 1797).createMetric())
        .addParameter(new Parameter("poles", ParameterDataType.Int32, 4)).createTemplate())
        .alias(++alias).timestamp(TIME).createMetric());
    complex.add(new MetricBuilder("stored", MetricDataType.Double, 3.5).timestamp(new Date(1699990000000L))
        .isHistorical(true).isTransient(true).createMetric());
    print("complex", new SparkplugBPayload(TIME, complex, 2L), false);

    List<Metric> data = new ArrayList<>();
    data.add(new MetricBuilder(9L, MetricDataType.Float, 72.5f).timestamp(TIME).createMetric());
    print("data", new SparkplugBPayload(TIME, data, 3L), true);
  }
}
