package dev.patchseek.indexer.inspect;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.indexer.format.ImageFields;
import dev.patchseek.indexer.format.ModelIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.store.LockObtainFailedException;

/**
 * Whether an index is sound: every file as Lucene wrote it, every image once, under the id of its
 * path, with a vector of length 1 for each patch and the whole; and, for a sample, listed under the
 * centroids of its patches, with the vectors that the model gives today.
 *
 * @param images that were looked at
 * @param sample what embedding some of them again has shown
 * @param faults one sentence each, the first {@link #NAMED} of them; empty for a sound index
 */
public record IndexCheck(long images, SampleCheck sample, List<String> faults) {

  /** The most faults that are told. */
  public static final int NAMED = 100;

  private static final int LISTED_SAMPLE = 50;

  /** Int8 rounds each component by up to 0.2 % of the largest. */
  private static final double LENGTH_TOLERANCE = 0.02;

  public IndexCheck {
    faults = List.copyOf(faults);
  }

  /**
   * Checks the last commit of an index, without its model. Nothing may write to it meanwhile.
   *
   * @throws InvalidInputException when there is no index, it is so damaged that it cannot be
   *     opened, or another process writes to it
   */
  public static IndexCheck run(Path index) {
    return run(index, opened -> check(opened, 0, images -> SampleCheck.NONE));
  }

  /**
   * Checks the last commit of an index and embeds some of its images again.
   *
   * @param bundle the model of the index
   * @param sampleSize images that are embedded again, from 0
   * @throws InvalidInputException as {@link #run(Path)}, and when another model made it
   */
  public static IndexCheck run(Path index, Bundle bundle, int sampleSize) {
    return run(
        index,
        opened -> {
          opened.manifest().requireModel(index, ModelIdentity.of(bundle));
          return check(opened, sampleSize, images -> SampleCheck.of(images, bundle));
        });
  }

  private static IndexCheck run(Path index, Checking checking) {
    try (OpenedIndex opened = OpenedIndex.open(index)) {
      return checking.check(opened);
    } catch (LockObtainFailedException e) {
      throw new InvalidInputException(
          "another process is writing to the index %s: verify it when that has ended"
              .formatted(index),
          e);
    } catch (IOException e) {
      throw OpenedIndex.unreadable(index, e);
    }
  }

  private static IndexCheck check(
      OpenedIndex opened, int sampleSize, Function<List<StoredImage>, SampleCheck> embedding)
      throws IOException {
    List<String> faults = new ArrayList<>();
    for (OpenedIndex.Part part : opened.parts()) {
      luceneFaults(part).stream().limit(NAMED - faults.size()).forEach(faults::add);
    }
    ShardCheck.faults(opened.place()).stream().limit(NAMED - faults.size()).forEach(faults::add);
    if (!faults.isEmpty()) {
      // what lies in damaged files says nothing more
      return new IndexCheck(opened.reader().numDocs(), SampleCheck.NONE, faults);
    }
    ImageSample sample = new ImageSample(sampleSize);
    ImageSample listed = new ImageSample(LISTED_SAMPLE);
    opened.forEachImage(
        image -> {
          faults(opened, image).stream()
              .limit(NAMED - faults.size())
              .map(fault -> image.record().path() + ": " + fault)
              .forEach(faults::add);
          sample.offer(image);
          listed.offer(image);
        });
    ListingCheck.faults(opened, listed.images()).stream()
        .limit(NAMED - faults.size())
        .forEach(faults::add);
    SampleCheck again = embedding.apply(sample.images());
    again.faults().stream().limit(NAMED - faults.size()).forEach(faults::add);
    return new IndexCheck(opened.reader().numDocs(), again, faults);
  }

  /** Work on an opened index. */
  private interface Checking {
    IndexCheck check(OpenedIndex opened) throws IOException;
  }

  private static List<String> luceneFaults(OpenedIndex.Part part) throws IOException {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    try (CheckIndex check = new CheckIndex(part.directory())) {
      check.setInfoStream(new PrintStream(told, true, StandardCharsets.UTF_8), false);
      check.setThreadCount(1);
      if (check.checkIndex().clean) {
        return List.of();
      }
    }
    List<String> lines =
        told.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.contains("Exception") || line.contains("ERROR"))
            .map(line -> "Lucene's CheckIndex: " + line.strip())
            .distinct()
            .limit(NAMED)
            .toList();
    return lines.isEmpty() ? List.of("Lucene's CheckIndex finds it broken") : lines;
  }

  private static List<String> faults(OpenedIndex opened, StoredImage image) throws IOException {
    List<String> faults = new ArrayList<>();
    String expected = image.record().id();
    if (!image.id().equals(expected)) {
      faults.add("its id is %s, but its path gives %s".formatted(image.id(), expected));
    }
    if (ImageFields.find(opened.reader(), image.id()) != image.document()) {
      faults.add("another image has its id " + image.id());
    }
    int dim = opened.manifest().model().dim();
    faults.addAll(lengthFaults("patch %d", image.patches(), dim));
    faults.addAll(lengthFaults("the whole image", image.global(), dim));
    return faults;
  }

  private static List<String> lengthFaults(String what, float[] vectors, int dim) {
    if (vectors == null) {
      return List.of("it has no vector of " + what.replace("%d", "any"));
    }
    List<String> faults = new ArrayList<>();
    for (int from = 0; from < vectors.length; from += dim) {
      double squares = 0;
      for (int k = from; k < from + dim; k++) {
        squares += (double) vectors[k] * vectors[k];
      }
      double length = Math.sqrt(squares);
      if (!(Math.abs(length - 1) < LENGTH_TOLERANCE)) {
        faults.add(
            "the vector of %s has length %.4f instead of 1"
                .formatted(what.formatted(from / dim), length));
      }
    }
    return faults;
  }
}
