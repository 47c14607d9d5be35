package dev.patchseek.spark.listing;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.ImageListing;
import dev.patchseek.data.dataset.TarTable;
import dev.patchseek.indexer.metadata.MetadataFile;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lists the pictures of places, on any machine of the cluster. Nothing is decoded.
 *
 * @param hadoop how to reach filesystems
 */
public record PlaceListing(Configuration hadoop) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String NAME = "file_name";
  private static final String URI = "uri";

  /**
   * Lists a folder, with the lines of its own metadata.jsonl, or a tar.
   *
   * @throws InvalidInputException when it cannot be listed completely: what is missing in a listing
   *     would be removed from the shards
   */
  public List<ImageReference> list(Place place) {
    try {
      List<ImageReference> found = place.kind() == Place.Kind.TAR ? tar(place) : folder(place);
      if (found.stream().allMatch(ImageReference::isMetadata)) {
        throw new InvalidInputException(
            place.uri() + " holds no pictures; nothing was changed: is it mounted?");
      }
      return found;
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s cannot be listed: %s; nothing was changed".formatted(place.uri(), e), e);
    }
  }

  private List<ImageReference> folder(Place place) throws IOException {
    Path root = new Path(place.uri());
    FileSystem files = root.getFileSystem(hadoop);
    List<ImageReference> references = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> found = files.listFiles(root, true);
    while (found.hasNext()) {
      FileStatus file = found.next();
      String name = root.toUri().relativize(file.getPath().toUri()).getPath();
      if (ImageListing.isPicture(name)) {
        references.add(reference(name, place.source(), file, null));
      } else if (name.equals(MetadataFile.IN_IMAGE_FOLDER)) {
        references.addAll(metadata(file.getPath()));
      }
    }
    return references;
  }

  private List<ImageReference> metadata(Path file) throws IOException {
    List<ImageReference> lines = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(file.getFileSystem(hadoop).open(file), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!line.isBlank()) {
          lines.add(metadata(file.toString(), line));
        }
      }
    }
    return lines;
  }

  private List<ImageReference> tar(Place place) throws IOException {
    Path path = new Path(place.uri());
    FileSystem files = path.getFileSystem(hadoop);
    FileStatus tar = files.getFileStatus(path);
    Map<String, ImageReference> references = new LinkedHashMap<>();
    for (TarTable.Entry entry :
        TarTable.read(new HadoopChannel(files.open(path), tar.getLen()), place.uri())) {
      if (ImageListing.isPicture(entry.name())) {
        // tar writes a newer version of a file behind the older one
        references.put(
            entry.name(),
            new ImageReference(
                entry.name(),
                place.source(),
                place.uri(),
                entry.offset(),
                entry.length(),
                tar.getModificationTime(),
                null));
      }
    }
    return List.copyOf(references.values());
  }

  /**
   * Reads a line of a manifest: {@code file_name} is what the picture is called, {@code uri} where
   * it lies, the file of that name below the manifest's own folder where it is not given. Other
   * keys are metadata.
   *
   * @throws InvalidInputException when it is none
   */
  public ImageReference picture(Place manifest, String line) {
    Path folder = new Path(manifest.uri()).getParent();
    ObjectNode object = object(manifest.uri(), line);
    JsonNode uri = object.remove(URI);
    String known = object.toString();
    String name = metadata(manifest.uri(), known).name();
    Path path = uri == null ? new Path(folder, name) : new Path(folder, uri.asString());
    String source = uri == null ? Place.source(folder) : Place.source(path.getParent());
    try {
      return reference(name, source, path.getFileSystem(hadoop).getFileStatus(path), known);
    } catch (FileNotFoundException e) {
      return new ImageReference(name, source, path.toString(), 0, -1, 0, known);
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s, named by %s, cannot be looked at: %s".formatted(path, manifest.uri(), e), e);
    }
  }

  /**
   * Reads a line of metadata.
   *
   * @param file it comes from, for messages
   */
  public ImageReference metadata(String file, String line) {
    MetadataFile read = MetadataFile.ofJson(java.nio.file.Path.of(file), line);
    return ImageReference.ofMetadata(read.byImage().keySet().iterator().next(), line);
  }

  private static ObjectNode object(String file, String line) {
    try {
      if (JSON.readTree(line) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw new InvalidInputException(
          "%s: a line is no JSON: %s".formatted(file, e.getOriginalMessage()), e);
    }
    throw new InvalidInputException(
        "%s: expected an object of JSON with %s, got %s".formatted(file, NAME, line));
  }

  private static ImageReference reference(
      String name, String source, FileStatus file, String metadata) {
    return new ImageReference(
        name,
        source,
        file.getPath().toString(),
        0,
        file.getLen(),
        file.getModificationTime(),
        metadata);
  }
}
