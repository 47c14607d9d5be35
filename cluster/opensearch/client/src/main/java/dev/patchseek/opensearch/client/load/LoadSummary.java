package dev.patchseek.opensearch.client.load;

/**
 * What a load did.
 *
 * @param images of the index that was loaded; the cluster has all of them
 * @param sent that the cluster had not, or not just so
 * @param removed that the loaded index has not
 * @param there images of the cluster's index afterwards
 */
public record LoadSummary(long images, long sent, long removed, long there) {

  /** Images of the cluster's index that the loaded index has not. */
  public long others() {
    return there - images;
  }
}
