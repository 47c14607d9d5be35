package dev.patchseek.indexer.query;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.filter.Filter;
import java.io.Closeable;
import java.util.List;
import java.util.Optional;

/**
 * Images that can be searched, wherever they are: in files of this machine ({@link PatchIndex}) or
 * in a cluster. All answer alike: the same scores to the bit, the same order, the same best
 * patches. Safe for many threads.
 */
public interface ImageIndex extends Closeable {

  /**
   * Live images.
   *
   * @throws UnavailableException when the index does not answer for now, as from all other methods
   */
  int size();

  /**
   * Ranks images by a query.
   *
   * @throws InvalidInputException when the query's vectors are not of the index's dimension
   */
  SearchResult search(SearchRequest request);

  /**
   * Counts the values of metadata among the images that a filter admits.
   *
   * @param values the most values of each key
   * @return keys in the order of their names
   */
  List<Facet> facets(Filter filter, int values);

  /** Looks up an image by its id. */
  Optional<IndexedImage> image(String id);

  /**
   * The vectors of an image, to search by it: as they were embedded, to the accuracy of the index.
   *
   * @throws InvalidInputException when the index has no such image
   */
  PatchEmbeddings embeddings(String id);

  /**
   * Compares every patch of one image with every token.
   *
   * @throws InvalidInputException when the index has no such image
   */
  Heat heat(String id, MaxSimQuery query);

  /**
   * Takes over what has been written since, where that is not shown by itself.
   *
   * @return whether there was anything
   * @throws InvalidInputException when another model made it; what was there before stays in use
   */
  boolean refresh();
}
