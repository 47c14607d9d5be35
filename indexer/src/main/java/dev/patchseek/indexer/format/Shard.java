package dev.patchseek.indexer.format;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * An index that is part of a larger one.
 *
 * @param name of its directory, beside the {@link ShardManifest}
 * @param images that can be found in it
 * @param skipped images that whoever made it could not index
 * @param bytes of the files of its commit
 * @param sha256 over the names and contents of these files, in hexadecimal
 * @param input what it was made from, in hexadecimal: equal only for the same images, metadata and
 *     model; empty where that is not known
 */
public record Shard(String name, long images, long skipped, long bytes, String sha256, String input)
    implements Serializable {

  /**
   * Describes the last commit of an index.
   *
   * @param index its directory
   * @throws InvalidInputException when there is no index, or it cannot be read
   */
  public static Shard of(Path index, long skipped, String input) {
    try {
      return new Shard(
          index.getFileName().toString(),
          images(index),
          skipped,
          bytes(index),
          digest(index),
          input);
    } catch (IOException e) {
      throw new InvalidInputException(
          "the shard %s cannot be read: %s".formatted(index, e.getMessage()), e);
    }
  }

  private static long images(Path index) throws IOException {
    try (Directory files = FSDirectory.open(index);
        DirectoryReader reader = DirectoryReader.open(files)) {
      return reader.numDocs();
    }
  }

  private static long bytes(Path index) throws IOException {
    long bytes = 0;
    for (String file : files(index)) {
      bytes += Files.size(index.resolve(file));
    }
    return bytes;
  }

  /**
   * SHA-256 over a line for each file of the last commit, codebook included, in the order of their
   * names: the name, a blank, the SHA-256 of its content.
   */
  public static String digest(Path index) throws IOException {
    MessageDigest digest = Sha256.digest();
    for (String file : files(index)) {
      String line = file + " " + content(index.resolve(file)) + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static SortedSet<String> files(Path index) throws IOException {
    SortedSet<String> names = new TreeSet<>();
    try (Directory files = FSDirectory.open(index)) {
      names.addAll(SegmentInfos.readLatestCommit(files).files(true));
    }
    String codebook = IndexManifest.read(index).codebook();
    if (codebook != null) {
      names.add(codebook);
    }
    return names;
  }

  private static String content(Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
