package dev.patchseek.api.images;

import dev.patchseek.api.engine.IndexWriting;
import dev.patchseek.api.engine.SearchEngine;
import dev.patchseek.api.engine.ServedIndex;
import dev.patchseek.api.settings.WritesImages;
import dev.patchseek.data.Sha256;
import dev.patchseek.data.dataset.FileStamp;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.metadata.Metadata;
import dev.patchseek.indexer.query.IndexedImage;
import dev.patchseek.indexer.write.PatchIndexWriter;
import jakarta.annotation.PostConstruct;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Adds, replaces, describes and removes pictures. What returns is durable and searched. */
@WritesImages
@Component
final class ImageChanges {

  private final SearchEngine engine;
  private final IndexWriting writing;
  private final UploadFolder uploads;
  private final PendingUploads pending;
  private final Thumbnails thumbnails;

  ImageChanges(
      SearchEngine engine,
      IndexWriting writing,
      UploadFolder uploads,
      PendingUploads pending,
      Thumbnails thumbnails) {
    this.engine = engine;
    this.writing = writing;
    this.uploads = uploads;
    this.pending = pending;
    this.thumbnails = thumbnails;
  }

  /** Before the first request: a service that was killed may have left something half done. */
  @PostConstruct
  void settle() {
    if (!pending.isEmpty()) {
      engine.use(served -> writing.change(served, this::settle));
    }
  }

  private Void settle(PatchIndexWriter writer) throws IOException {
    pending.settle(writer);
    return null;
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
      PatchEmbeddings embeddings)
      throws IOException {
    String id = ImageRecord.idOf(path);
    pending.settle(writer);
    uploads.placeOf(path); // refuses it before anything is written
    Optional<ImageRecord> before = writer.stored(id);
    Path waiting = pending.come(id, file);
    ImageRecord record =
        new ImageRecord(
            path,
            uploads.folder(),
            pixels.width(),
            pixels.height(),
            Sha256.hex(file),
            FileStamp.of(waiting),
            Instant.now(),
            before.map(ImageRecord::metadata).orElse(Metadata.NONE));
    writer.put(record, embeddings);
    writer.commit();
    uploads.place(waiting, path);
    return null;
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

  private Void delete(PatchIndexWriter writer, String id) throws IOException {
    pending.settle(writer);
    Optional<ImageRecord> record =
        writer.stored(id).filter(known -> known.source().equals(uploads.folder()));
    if (record.isPresent()) {
      pending.go(id, record.get().path());
    }
    writer.delete(id);
    writer.commit();
    pending.gone(id);
    return null;
  }

  /**
   * Changes some of what is known of a picture.
   *
   * @param changes values by key; null instead of values takes the key away
   */
  IndexedImage describe(String id, Map<String, List<String>> changes) {
    return engine.use(
        served -> {
          writing.change(served, writer -> describe(writer, id, changes));
          return served.image(id);
        });
  }

  private static Void describe(
      PatchIndexWriter writer, String id, Map<String, List<String>> changes) throws IOException {
    ImageRecord image = writer.stored(id).orElseThrow(() -> ServedIndex.unknown(id));
    Map<String, List<String>> known = new TreeMap<>(image.metadata().values());
    changes.forEach(
        (key, values) -> {
          if (values == null) {
            known.remove(Metadata.key(key));
          } else {
            known.put(Metadata.key(key), values);
          }
        });
    writer.describe(image.describedBy(Metadata.of(known)));
    return null;
  }
}
