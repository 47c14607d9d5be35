package dev.patchseek.api.images;

import dev.patchseek.api.engine.IndexWriting;
import dev.patchseek.api.engine.SearchEngine;
import dev.patchseek.api.engine.ServedIndex;
import dev.patchseek.data.Sha256;
import dev.patchseek.data.dataset.FileStamp;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.metadata.Metadata;
import dev.patchseek.indexer.query.IndexedImage;
import dev.patchseek.indexer.write.PatchIndexWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Adds, replaces, describes and removes pictures. What returns is durable and searched. */
@Component
final class ImageChanges {

  private final SearchEngine engine;
  private final IndexWriting writing;
  private final UploadFolder uploads;
  private final Thumbnails thumbnails;

  ImageChanges(
      SearchEngine engine, IndexWriting writing, UploadFolder uploads, Thumbnails thumbnails) {
    this.engine = engine;
    this.writing = writing;
    this.uploads = uploads;
    this.thumbnails = thumbnails;
  }

  /**
   * Puts a picture at a path, in place of the one that is there.
   *
   * @param file the bytes of a picture file
   */
  IndexedImage put(String path, byte[] file) {
    UploadFolder.requirePicturePath(path);
    return engine.search(
        served -> {
          RgbImage pixels = ImageDecoder.decode(file, path);
          PatchEmbeddings embeddings = served.embed(pixels);
          String id = ImageRecord.idOf(path);
          writing.change(served, writer -> put(writer, path, file, pixels, embeddings));
          thumbnails.forget(id);
          return served.image(id);
        });
  }

  private Void put(
      PatchIndexWriter writer,
      String path,
      byte[] file,
      RgbImage pixels,
      PatchEmbeddings embeddings) {
    try {
      Optional<ImageRecord> before = writer.stored(ImageRecord.idOf(path));
      Path stored = uploads.write(path, file);
      ImageRecord record =
          new ImageRecord(
              path,
              uploads.folder(),
              pixels.width(),
              pixels.height(),
              Sha256.hex(file),
              FileStamp.of(stored),
              Instant.now(),
              before.map(ImageRecord::metadata).orElse(Metadata.NONE));
      writer.put(record, embeddings);
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a picture from the index, and its file where it was uploaded. */
  void delete(String id) {
    engine.use(
        served -> {
          served.image(id);
          writing.change(served, writer -> delete(writer, id));
          thumbnails.forget(id);
          return null;
        });
  }

  private Void delete(PatchIndexWriter writer, String id) {
    try {
      Optional<ImageRecord> record = writer.stored(id);
      writer.delete(id);
      writer.commit(); // before the file goes: what is found has a file
      if (record.isPresent() && record.get().source().equals(uploads.folder())) {
        uploads.delete(record.get().path());
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Changes some of what is known of a picture.
   *
   * @param changes values by key; null instead of values takes the key away
   */
  IndexedImage describe(String id, Map<String, List<String>> changes) {
    return engine.use(served -> describe(served, id, changes));
  }

  private IndexedImage describe(ServedIndex served, String id, Map<String, List<String>> changes) {
    Map<String, List<String>> known = new TreeMap<>(served.image(id).metadata().values());
    changes.forEach(
        (key, values) -> {
          if (values == null) {
            known.remove(Metadata.key(key));
          } else {
            known.put(Metadata.key(key), values);
          }
        });
    Metadata metadata = Metadata.of(known);
    writing.change(served, writer -> describe(writer, id, metadata));
    return served.image(id);
  }

  private static Void describe(PatchIndexWriter writer, String id, Metadata metadata) {
    try {
      writer.describe(writer.stored(id).orElseThrow().describedBy(metadata));
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
