package dev.patchseek.data.dataset;

import java.io.IOException;

/** A picture of an {@link ImageListing}. */
public interface ListedImage extends ImageSource {

  /**
   * Tells, without reading it, whether a picture may have changed. An entry of a tar has the tar's
   * own time: archives are often written with one fixed time for all entries.
   *
   * @throws IOException when it cannot be read any more
   */
  FileStamp stamp() throws IOException;
}
