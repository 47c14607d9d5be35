package dev.patchseek.indexer.write;

import dev.patchseek.indexer.codebook.Codebook;
import dev.patchseek.indexer.codebook.CodebookFile;
import dev.patchseek.indexer.format.IndexManifest;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;

/** Trains a codebook on the images of an index and lists them all under it. */
final class CodebookRenewal {

  private final Path index;
  private final IndexManifest manifest;

  CodebookRenewal(Path index, IndexManifest manifest) {
    this.index = index;
    this.manifest = manifest;
  }

  /**
   * Leaves the writer with the images of its last commit listed under a new codebook, uncommitted.
   *
   * @return the name of the codebook's file, for the commit to come
   */
  String renew(IndexWriter writer) throws IOException {
    try (DirectoryReader images = DirectoryReader.open(writer.getDirectory())) {
      Codebook codebook = SampledCodebook.of(images, manifest);
      String name = CodebookFile.write(index, codebook);
      new CentroidListing(codebook, manifest.vectorCount()).replace(writer, images);
      return name;
    }
  }
}
