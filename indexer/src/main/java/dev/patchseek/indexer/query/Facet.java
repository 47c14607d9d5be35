package dev.patchseek.indexer.query;

import dev.patchseek.indexer.metadata.MetadataFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedSetDocValues;

/**
 * How many images have which value of a key.
 *
 * @param key of metadata
 * @param distinct values that there are
 * @param counts of the most frequent values; of equally frequent ones the alphabetically first
 */
public record Facet(String key, int distinct, List<Count> counts) {

  /**
   * A value in the form it is compared in.
   *
   * @param value in lower case
   * @param images that have it
   */
  public record Count(String value, int images) {}

  private static final Comparator<Count> MOST_FREQUENT_FIRST =
      Comparator.comparingInt((Count count) -> -count.images).thenComparing(Count::value);

  public Facet {
    counts = List.copyOf(counts);
  }

  static List<Facet> count(IndexReader reader, ImageSet admitted, int values) throws IOException {
    Map<String, Integer> images = new HashMap<>();
    for (LeafReaderContext segment : reader.leaves()) {
      count(segment, admitted, images);
    }
    return of(images, values);
  }

  /**
   * The facets of counted attributes.
   *
   * @param images how many have which attribute, {@code key=value}
   * @param values the most values of each key
   * @return keys in the order of their names
   */
  public static List<Facet> of(Map<String, Integer> images, int values) {
    Map<String, List<Count>> byKey = new TreeMap<>();
    images.forEach(
        (attribute, count) -> {
          int sign = attribute.indexOf('=');
          byKey
              .computeIfAbsent(attribute.substring(0, sign), key -> new ArrayList<>())
              .add(new Count(attribute.substring(sign + 1), count));
        });
    List<Facet> facets = new ArrayList<>();
    byKey.forEach(
        (key, counts) -> {
          List<Count> best = counts.stream().sorted(MOST_FREQUENT_FIRST).limit(values).toList();
          facets.add(new Facet(key, counts.size(), best));
        });
    return facets;
  }

  private static void count(
      LeafReaderContext segment, ImageSet admitted, Map<String, Integer> images)
      throws IOException {
    SortedSetDocValues attributes =
        DocValues.getSortedSet(segment.reader(), MetadataFields.ATTRIBUTE);
    int[] counts = new int[Math.toIntExact(attributes.getValueCount())];
    while (attributes.nextDoc() != SortedSetDocValues.NO_MORE_DOCS) {
      if (admitted.has(segment, attributes.docID())) {
        for (int value = 0; value < attributes.docValueCount(); value++) {
          counts[(int) attributes.nextOrd()]++;
        }
      }
    }
    for (int ord = 0; ord < counts.length; ord++) {
      if (counts[ord] > 0) {
        images.merge(attributes.lookupOrd(ord).utf8ToString(), counts[ord], Integer::sum);
      }
    }
  }
}
