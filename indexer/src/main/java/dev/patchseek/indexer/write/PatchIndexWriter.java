package dev.patchseek.indexer.write;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.FileStamp;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.codebook.Codebook;
import dev.patchseek.indexer.codebook.CodebookFile;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.PatchCodec;
import dev.patchseek.indexer.kernel.Precision;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.IOUtils;

/**
 * Puts embedded images into an index, one writer at a time. What is committed survives a crash;
 * nothing else is ever seen. A directory that does not exist yet is made by the first image, and
 * goes again when no image of it was committed.
 */
public final class PatchIndexWriter implements Closeable {

  /** Vectors wait in the heap until a segment is written: about 600 images of 196 x 128 floats. */
  private static final double BUFFER_MEGABYTES = 64;

  /**
   * A file may change twice within one step of its file system's clock (FAT's is the coarsest):
   * only a file that was old when it was read can be known by its time.
   */
  private static final Duration CLOCK_STEP = Duration.ofSeconds(2);

  private final Path index;
  private final CodebookRenewal renewal;
  private IndexManifest manifest;
  private Codebook codebook;
  private final boolean isNew;
  private DirectoryReader before;
  private Directory directory;
  private IndexWriter writer;

  private PatchIndexWriter(Path index, IndexManifest manifest) throws IOException {
    this.index = index;
    this.isNew = IndexDirectory.isFree(index);
    this.manifest = isNew ? manifest : IndexManifest.read(index).continuedBy(index, manifest);
    this.renewal = new CodebookRenewal(index, this.manifest);
    if (!isNew) {
      codebook = this.manifest.readCodebook(index).orElse(null);
      try {
        openWriter();
        before = DirectoryReader.open(directory);
      } catch (IOException | RuntimeException e) {
        IOUtils.closeWhileHandlingException(writer, directory);
        throw e;
      }
    }
  }

  /**
   * Opens an index for adding to it, or prepares a new one.
   *
   * @param index its directory, which may not exist yet
   * @param manifest the model whose embeddings will be put
   * @throws InvalidInputException when another model made the index, it is damaged, another process
   *     writes to it, or the directory holds something else
   */
  public static PatchIndexWriter open(Path index, IndexManifest manifest) {
    try {
      return new PatchIndexWriter(index, manifest);
    } catch (IOException e) {
      throw failure(index, e);
    }
  }

  /**
   * Refuses an index that stores vectors otherwise.
   *
   * @throws InvalidInputException when it does
   */
  void requirePrecision(Precision wanted) {
    if (manifest.precision() != wanted) {
      throw new InvalidInputException(
          "the index %s stores vectors as %s, not %s: leave the precision to it, or index into another"
                  .formatted(index, manifest.precision(), wanted)
              + " directory");
    }
  }

  /**
   * Refuses an index that pools patches otherwise.
   *
   * @throws InvalidInputException when it does
   */
  void requirePooling(int wanted) {
    if (manifest.pooled() != wanted) {
      throw new InvalidInputException(
          "the index %s stores vectors as %s, not pooled to %d: leave pooling to it, or index into"
                  .formatted(index, manifest.storage(), wanted)
              + " another directory");
    }
  }

  /** What the index held of an image when it was opened. Safe for many threads. */
  public Optional<ImageRecord> stored(String id) throws IOException {
    int document = before == null ? -1 : ImageFields.find(before, id);
    return document < 0 ? Optional.empty() : Optional.of(ImageFields.read(before, document));
  }

  /**
   * Whether the index, when it was opened, held an image from this source whose file looked as it
   * does now. Safe for many threads.
   */
  public boolean holds(String id, Path source, FileStamp stamp) throws IOException {
    int document = before == null ? -1 : ImageFields.find(before, id);
    return document >= 0
        && ImageFields.stamp(before, document).equals(stamp)
        && ImageFields.source(before, document).equals(source)
        && stamp.modified().plus(CLOCK_STEP).isBefore(ImageFields.readTime(before, document));
  }

  /**
   * Adds an image, in place of the one with the same id.
   *
   * @throws IllegalArgumentException when these are no embeddings of the index's model
   */
  public void put(ImageRecord image, PatchEmbeddings embeddings) {
    UnitVectors.require(embeddings, manifest.model());
    try {
      openWriter();
      writer.updateDocument(
          ImageFields.idTerm(image.id()),
          ImageFields.document(image, embeddings, manifest, codebook));
    } catch (IOException e) {
      throw failure(index, e);
    }
  }

  /**
   * Writes an image again with other metadata and the vectors that the index held of it when it was
   * opened.
   *
   * @throws InvalidInputException when it held no such image
   */
  public void describe(ImageRecord image) {
    try {
      int document = before == null ? -1 : ImageFields.find(before, image.id());
      if (document < 0) {
        throw new InvalidInputException(
            "the index %s has no image with id '%s'".formatted(index, image.id()));
      }
      writer.updateDocument(
          ImageFields.idTerm(image.id()),
          ImageFields.describedAnew(image, before, document, manifest, codebook));
    } catch (IOException e) {
      throw failure(index, e);
    }
  }

  /** Notes that the file of an image was written anew with the same content. */
  public void touch(ImageRecord image) {
    try {
      openWriter();
      writer.updateDocValues(
          ImageFields.idTerm(image.id()), ImageFields.stamps(image.stamp(), image.read()));
    } catch (IOException e) {
      throw failure(index, e);
    }
  }

  /**
   * Removes some of the images that the index held when it was opened.
   *
   * @param gone whether an image is to be removed
   * @param removed told of the path of each
   */
  public void deleteIf(Predicate<ImageRecord> gone, Consumer<String> removed) {
    eachImage(
        image -> {
          if (gone.test(image)) {
            delete(image.id());
            removed.accept(image.path());
          }
        });
  }

  /** Goes through the images that the index held when it was opened. */
  void eachImage(Consumer<ImageRecord> take) {
    try {
      for (int document = 0; before != null && document < before.maxDoc(); document++) {
        ImageFields.live(before, document).ifPresent(take);
      }
    } catch (IOException e) {
      throw failure(index, e);
    }
  }

  /** Removes an image; nothing happens where there is none. */
  public void delete(String id) {
    try {
      openWriter();
      writer.deleteDocuments(ImageFields.idTerm(id));
    } catch (IOException e) {
      throw failure(index, e);
    }
  }

  /**
   * Makes everything so far durable and visible. When the index has become large, that includes a
   * codebook: a minute or so, once.
   */
  public void commit() {
    if (writer != null) {
      try {
        commitOnce();
        if (codebook == null && writer.getDocStats().numDocs >= SampledCodebook.WORTHWHILE) {
          renewCodebook();
        }
      } catch (IOException e) {
        throw failure(index, e);
      }
    }
  }

  /**
   * Trains a codebook on the images of the index, lists them all under it and commits. The index
   * needs room for two of itself meanwhile.
   */
  public void optimize() {
    try {
      openWriter();
      commitOnce();
      if (writer.getDocStats().numDocs > 0) {
        renewCodebook();
      }
    } catch (IOException e) {
      throw failure(index, e);
    }
  }

  private void renewCodebook() throws IOException {
    String before = manifest.codebook();
    String name = renewal.renew(writer);
    manifest = manifest.withCodebook(name);
    codebook = CodebookFile.read(index, name);
    commitOnce();
    // whoever is just opening the commit before still needs its codebook
    Set<String> needed = new HashSet<>();
    needed.add(name);
    needed.add(before);
    CodebookFile.removeAllBut(index, needed);
  }

  private void commitOnce() throws IOException {
    writer.setLiveCommitData(manifest.toUserData().entrySet());
    writer.commit();
  }

  /** Commits, unless writing has failed before. */
  @Override
  public void close() {
    try {
      try {
        if (writer != null && writer.isOpen()) {
          commit();
        }
      } finally {
        IOUtils.close(before, writer, directory);
        if (isNew) {
          IndexDirectory.removeUnlessIndex(index);
        }
      }
    } catch (IOException e) {
      throw failure(index, e);
    }
  }

  private void openWriter() throws IOException {
    if (writer == null) {
      directory = FSDirectory.open(Files.createDirectories(index));
      writer =
          new IndexWriter(
              directory,
              new IndexWriterConfig()
                  .setCodec(new PatchCodec())
                  .setRAMBufferSizeMB(BUFFER_MEGABYTES)
                  .setCommitOnClose(false));
    }
  }

  private static InvalidInputException failure(Path index, IOException cause) {
    if (cause instanceof LockObtainFailedException) {
      return new InvalidInputException(
          "another process is writing to the index %s: wait until it has ended".formatted(index),
          cause);
    }
    if (cause instanceof CorruptIndexException
        || cause instanceof EOFException
        || cause instanceof NoSuchFileException) {
      return new InvalidInputException(
          "the index %s is damaged (%s): restore a copy, or remove the directory and index again"
              .formatted(index, cause),
          cause);
    }
    return new InvalidInputException(
        "cannot write to the index %s (%s): its last commit is intact; make room or grant access,"
                .formatted(index, cause)
            + " then run the same command again",
        cause);
  }
}
