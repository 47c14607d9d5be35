package dev.patchseek.spark.job;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.format.Shard;
import dev.patchseek.indexer.format.ShardManifest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * The directory of shards on a Hadoop filesystem. A shard is written under a name that only this
 * attempt has and renamed when it is complete; its final name says what it was made from, so of two
 * attempts at the same shard one comes to lie there and the other is thrown away.
 */
final class ShardStore {

  /** Beside the files of a shard: the line of the table that is about it. */
  private static final String SHARD_FILE = "shard.json";

  /** Beside the files of a shard: a line of JSON for each picture that was skipped. */
  static final String SKIPPED_FILE = "skipped.jsonl";

  private static final String UNFINISHED = "_temporary";

  private static final Set<String> OWN = Set.of(JobSettings.FILE, ShardManifest.FILE);

  private final Path directory;
  private final FileSystem files;
  private final FileContext renaming;

  ShardStore(String directory, Configuration hadoop) throws IOException {
    Path path = new Path(directory);
    this.files = path.getFileSystem(hadoop);
    files.setWriteChecksum(false); // Lucene's files have their own
    this.directory = files.makeQualified(path);
    this.renaming = FileContext.getFileContext(this.directory.toUri(), hadoop);
  }

  /**
   * Refuses a directory with files of somebody else, such as an index that is not made of shards.
   *
   * @throws InvalidInputException when there are any
   */
  void requireNothingElse() throws IOException {
    if (!files.exists(directory)) {
      return;
    }
    for (FileStatus entry : files.listStatus(directory)) {
      String name = entry.getPath().getName();
      boolean hidden = name.startsWith(".") || name.startsWith("_");
      if (!hidden && !ShardTask.isShard(name) && !OWN.contains(name.replace(".part", ""))) {
        throw new InvalidInputException(
            "%s holds other files (%s): name a new directory, or one of shards"
                .formatted(directory, name));
      }
    }
  }

  /** The settings of the runs before. */
  JobSettings settings() throws IOException {
    Path file = new Path(directory, JobSettings.FILE);
    return read(file)
        .map(json -> JobSettings.parse(json, file.toString()))
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "%s has shards, but not from this job (there is no %s): name another directory"
                        .formatted(directory, JobSettings.FILE)));
  }

  void write(JobSettings settings) throws IOException {
    replace(JobSettings.FILE, settings.toJson());
  }

  /** The shards of the last run that came to its end. */
  List<Shard> shards() throws IOException {
    Path file = new Path(directory, ShardManifest.FILE);
    return read(file)
        .map(json -> ShardManifest.parse(json, file.toString()).shards())
        .orElse(List.of());
  }

  /** Makes these shards the index. */
  void write(ShardManifest manifest) throws IOException {
    replace(ShardManifest.FILE, manifest.toJson());
  }

  /** A shard that an earlier run or another attempt has published. */
  Optional<Shard> find(String name) throws IOException {
    Path file = new Path(new Path(directory, name), SHARD_FILE);
    return read(file).map(json -> ShardManifest.parse(json, file.toString()).shards().getFirst());
  }

  /** Copies the Lucene index of a shard here. */
  void fetch(String name, java.nio.file.Path target) throws IOException {
    Files.createDirectories(target);
    for (FileStatus file : files.listStatus(new Path(directory, name))) {
      String part = file.getPath().getName();
      if (!part.endsWith(".json") && !part.endsWith(".jsonl") && !part.endsWith(".lock")) {
        try (InputStream in = files.open(file.getPath())) {
          Files.copy(in, target.resolve(part));
        }
      }
    }
  }

  /**
   * Publishes a shard.
   *
   * @param local its files
   * @param attempt a number that no other attempt has
   * @return the shard that lies there now: this one, or that of an attempt that was faster
   */
  Shard publish(java.nio.file.Path local, Shard shard, long attempt) throws IOException {
    Path unfinished = new Path(new Path(directory, UNFINISHED), shard.name() + "-" + attempt);
    files.delete(unfinished, true);
    files.mkdirs(unfinished);
    Files.writeString(local.resolve(SHARD_FILE), new ShardManifest(List.of(shard)).toJson());
    try (Stream<java.nio.file.Path> parts = Files.list(local)) {
      for (java.nio.file.Path part : parts.toList()) {
        String name = part.getFileName().toString();
        if (!name.endsWith(".lock")) {
          try (FSDataOutputStream out = files.create(new Path(unfinished, name), false)) {
            Files.copy(part, out);
          }
        }
      }
    }
    try {
      renaming.rename(unfinished, new Path(directory, shard.name()), Options.Rename.NONE);
      return shard;
    } catch (FileAlreadyExistsException e) {
      files.delete(unfinished, true);
      return find(shard.name()).orElseThrow(() -> e);
    }
  }

  /** Removes what failed attempts left, and all shards but some. */
  void removeAllBut(Set<String> names) throws IOException {
    files.delete(new Path(directory, UNFINISHED), true);
    for (FileStatus entry : files.listStatus(directory)) {
      String name = entry.getPath().getName();
      if (entry.isDirectory() && ShardTask.isShard(name) && !names.contains(name)) {
        files.delete(entry.getPath(), true);
      }
    }
  }

  private Optional<String> read(Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private void replace(String name, String content) throws IOException {
    files.mkdirs(directory);
    Path part = new Path(directory, name + ".part");
    try (FSDataOutputStream out = files.create(part, true)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    if (directory.toUri().getScheme().equals("file")) {
      // Hadoop's own local filesystem would delete before it renames
      java.nio.file.Path local = java.nio.file.Path.of(directory.toUri());
      Files.move(
          local.resolve(name + ".part"), local.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } else {
      renaming.rename(part, new Path(directory, name), Options.Rename.OVERWRITE);
    }
  }
}
