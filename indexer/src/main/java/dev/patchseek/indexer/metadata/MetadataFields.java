package dev.patchseek.indexer.metadata;

import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.util.BytesRef;

/** The Lucene fields that hold the metadata of an image. */
public final class MetadataFields {

  /** Terms and doc values {@code key=value}, the value in the form it is compared in. */
  public static final String ATTRIBUTE = "attribute";

  private static final String STORED = "metadata";
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d{1,300}(\\.\\d{0,300})?([eE][+-]?\\d{1,3})?");

  private MetadataFields() {}

  /** Adds the fields of an image's metadata to its document. */
  public static void add(Metadata metadata, Document document) {
    if (metadata.isEmpty()) {
      return;
    }
    document.add(new StoredField(STORED, metadata.toJson()));
    for (FilterableValue value : FilterableValue.of(metadata)) {
      document.add(new StringField(ATTRIBUTE, value.attribute(), Field.Store.NO));
      document.add(new SortedSetDocValuesField(ATTRIBUTE, new BytesRef(value.attribute())));
      value.number().ifPresent(number -> addNumber(value.key(), number, document));
      value.time().ifPresent(time -> addTime(value.key(), time, document));
    }
  }

  /** Makes a number of an image filterable. */
  public static void addNumber(String key, double number, Document document) {
    document.add(new DoublePoint(numberField(key), number));
  }

  /** Makes a time of an image filterable, in milliseconds since 1970. */
  public static void addTime(String key, long millis, Document document) {
    document.add(new LongPoint(timeField(key), millis));
  }

  /** Reads back what {@link #add} stored. */
  public static Metadata read(Document stored) {
    String json = stored.get(STORED);
    return json == null ? Metadata.NONE : Metadata.fromJson(json);
  }

  /** The term that an image with this value has. */
  public static String attribute(String key, String value) {
    return key + "=" + Metadata.comparable(value);
  }

  /** Points: the values of a key that are numbers. */
  public static String numberField(String key) {
    return "number:" + key;
  }

  /** Points: the values of a key that are dates or times, in milliseconds since 1970. */
  public static String timeField(String key) {
    return "time:" + key;
  }

  /** The number that a text stands for; empty when it is none. */
  public static OptionalDouble number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return OptionalDouble.empty();
    }
    double number = Double.parseDouble(text);
    return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
  }
}
