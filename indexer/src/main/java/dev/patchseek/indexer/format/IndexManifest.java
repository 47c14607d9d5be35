package dev.patchseek.indexer.format;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.codebook.Codebook;
import dev.patchseek.indexer.codebook.CodebookFile;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.pooling.PooledPatches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * What an index says of itself in the user data of every commit.
 *
 * @param model that embedded the images
 * @param bundle the directory the model was loaded from
 * @param precision of the stored vectors
 * @param pooled how many vectors the patches of an image share; 0 where each has its own
 * @param codebook the name of the file of the codebook that images are listed by; null for none
 */
public record IndexManifest(
    ModelIdentity model, Path bundle, Precision precision, int pooled, String codebook) {

  /**
   * Checks how many vectors are to be kept.
   *
   * @throws InvalidInputException when they are not fewer than the patches, or too many
   */
  public IndexManifest {
    int most = Math.min(PooledPatches.MOST_VECTORS, model.patchCount() - 1);
    if (pooled < 0 || pooled > most) {
      throw new InvalidInputException(
          "the %d patches of an image can be pooled to 1 to %d vectors, got %d"
              .formatted(model.patchCount(), most, pooled));
    }
  }

  /** Of vectors stored as bytes. */
  public IndexManifest(ModelIdentity model, Path bundle) {
    this(model, bundle, Precision.INT8);
  }

  /** With a vector for each patch. */
  public IndexManifest(ModelIdentity model, Path bundle, Precision precision) {
    this(model, bundle, precision, 0);
  }

  /** Without a codebook. */
  public IndexManifest(ModelIdentity model, Path bundle, Precision precision, int pooled) {
    this(model, bundle, precision, pooled, null);
  }

  /** Counts changes of the layout; programs refuse every version but their own. */
  static final int FORMAT_VERSION = 6;

  private static final Set<String> OLDER_VERSIONS = Set.of("1", "2", "3", "4", "5");

  private static final String VERSION = "patchseek.format";
  private static final String MODEL = "patchseek.model";
  private static final String FINGERPRINT = "patchseek.fingerprint";
  private static final String DIM = "patchseek.dim";
  private static final String ROWS = "patchseek.rows";
  private static final String COLUMNS = "patchseek.columns";
  private static final String GLOBAL_WEIGHT = "patchseek.globalWeight";
  private static final String BUNDLE = "patchseek.bundle";
  private static final String PRECISION = "patchseek.precision";
  private static final String POOLED = "patchseek.pooled";
  private static final String CODEBOOK = "patchseek.codebook";

  /**
   * Reads the last commit of an index that is not made of shards.
   *
   * @param index its directory
   * @throws InvalidInputException when there is no such index, or one that this program cannot read
   */
  public static IndexManifest read(Path index) {
    if (!Files.isDirectory(index)) {
      throw new InvalidInputException(
          "no index at %s: make one with 'patchseek index'".formatted(index));
    }
    if (ShardManifest.isIn(index)) {
      throw new InvalidInputException(
          "%s consists of shards and is only read: make its shards again, or fold them into one index"
                  .formatted(index)
              + " with 'patchseek index merge'");
    }
    try (Directory directory = FSDirectory.open(index)) {
      if (!DirectoryReader.indexExists(directory)) {
        throw new InvalidInputException(
            "%s holds no index: make one with 'patchseek index'".formatted(index));
      }
      return parse(index, SegmentInfos.readLatestCommit(directory).getUserData());
    } catch (IndexFormatTooNewException e) {
      throw tooNew(index, e.getMessage(), e);
    } catch (IOException e) {
      throw new InvalidInputException(
          "the index %s cannot be read: %s".formatted(index, e.getMessage()), e);
    }
  }

  /**
   * The bundle that was named, else the one that the index remembers.
   *
   * @param index its directory
   * @param named null when none was
   * @throws InvalidInputException when there is no index, or the remembered bundle has gone
   */
  public static Path bundle(Path index, Path named) {
    if (named != null) {
      return named;
    }
    Path bundle = IndexParts.of(index).manifest().bundle();
    if (!Files.isDirectory(bundle)) {
      throw new InvalidInputException(
          "the model of the index %s was at %s, which is gone: name its place with --model"
              .formatted(index, bundle));
    }
    return bundle;
  }

  /**
   * Reads the user data of a commit.
   *
   * @param index its directory, for messages
   * @throws InvalidInputException when it was written by something else, or by an older or a newer
   *     program
   */
  public static IndexManifest parse(Path index, Map<String, String> userData) {
    String version = userData.get(VERSION);
    if (version == null) {
      throw new InvalidInputException(
          "%s is a Lucene index, but not one that PatchSeek made".formatted(index));
    }
    if (OLDER_VERSIONS.contains(version)) {
      throw new InvalidInputException(
          "the index %s has format %s, this PatchSeek reads %d: remove the directory and index again"
              .formatted(index, version, FORMAT_VERSION));
    }
    if (!version.equals(Integer.toString(FORMAT_VERSION))) {
      throw tooNew(index, "format %s, this one reads %d".formatted(version, FORMAT_VERSION), null);
    }
    return new IndexManifest(
        new ModelIdentity(
            userData.get(MODEL),
            userData.get(FINGERPRINT),
            Integer.parseInt(userData.get(DIM)),
            Integer.parseInt(userData.get(ROWS)),
            Integer.parseInt(userData.get(COLUMNS)),
            Float.parseFloat(userData.get(GLOBAL_WEIGHT))),
        Path.of(userData.get(BUNDLE)),
        Precision.of(userData.get(PRECISION)),
        Integer.parseInt(userData.getOrDefault(POOLED, "0")),
        userData.get(CODEBOOK));
  }

  /** The form {@link #parse} reads. */
  public Map<String, String> toUserData() {
    Map<String, String> userData = new TreeMap<>();
    userData.put(VERSION, Integer.toString(FORMAT_VERSION));
    userData.put(MODEL, model.name());
    userData.put(FINGERPRINT, model.fingerprint());
    userData.put(DIM, Integer.toString(model.dim()));
    userData.put(ROWS, Integer.toString(model.rows()));
    userData.put(COLUMNS, Integer.toString(model.columns()));
    userData.put(GLOBAL_WEIGHT, Float.toString(model.globalWeight()));
    userData.put(BUNDLE, bundle.toString());
    userData.put(PRECISION, precision.toString());
    if (isPooled()) {
      userData.put(POOLED, Integer.toString(pooled));
    }
    if (codebook != null) {
      userData.put(CODEBOOK, codebook);
    }
    return userData;
  }

  /** Whether patches share vectors. */
  public boolean isPooled() {
    return pooled > 0;
  }

  /** Vectors of each image: K where its patches share them, else P. */
  public int vectorCount() {
    return isPooled() ? pooled : model.patchCount();
  }

  /** How vectors are stored, for people. */
  public String storage() {
    return isPooled() ? "%s, pooled to %d vectors".formatted(precision, pooled) : "" + precision;
  }

  /** This index with another codebook. */
  public IndexManifest withCodebook(String name) {
    return new IndexManifest(model, bundle, precision, pooled, name);
  }

  /**
   * Reads the codebook that images are listed by, if there is one.
   *
   * @param index the directory of the index
   * @throws InvalidInputException when it is missing or damaged
   */
  public Optional<Codebook> readCodebook(Path index) {
    return Optional.ofNullable(codebook).map(name -> CodebookFile.read(index, name));
  }

  /**
   * What a commit says that adds to this one: the bundle may have moved, precision and pooling
   * stay.
   *
   * @param index its directory, for messages
   * @throws InvalidInputException when the other's embeddings cannot be compared with the index's
   */
  public IndexManifest continuedBy(Path index, IndexManifest other) {
    requireModel(index, other.model);
    return new IndexManifest(other.model, other.bundle, precision, pooled, codebook);
  }

  /**
   * Refuses any model but the index's own.
   *
   * @param index its directory, for the message
   * @throws InvalidInputException when its embeddings cannot be compared with the index's
   */
  public void requireModel(Path index, ModelIdentity given) {
    if (!model.fingerprint().equals(given.fingerprint())) {
      throw new InvalidInputException(
          "the index %s was made by model %s, got %s: pass the bundle it was made with (then at %s),"
                  .formatted(index, model, given, bundle)
              + " or index again with this one into another directory");
    }
  }

  /**
   * Refuses to stand beside an index whose vectors are of another model, or stored otherwise.
   *
   * @param index the directory of this one, for the message
   * @param other the directory of the other one
   * @throws InvalidInputException when the two cannot be searched together
   */
  public void requireLike(Path index, Path other, IndexManifest others) {
    if (!model.fingerprint().equals(others.model.fingerprint())
        || precision != others.precision
        || pooled != others.pooled) {
      throw new InvalidInputException(
          "the shard %s was made by model %s as %s, but %s by %s as %s: index its images again like"
                  .formatted(index, model, storage(), other, others.model, others.storage())
              + " the other shards");
    }
  }

  private static InvalidInputException tooNew(Path index, String detail, Exception cause) {
    return new InvalidInputException(
        "the index %s was written by a newer PatchSeek (%s): update PatchSeek or index again"
            .formatted(index, detail),
        cause);
  }
}
