package dev.patchseek.indexer.benchmark;

import com.sun.management.OperatingSystemMXBean;
import dev.patchseek.data.dataset.Caption;
import dev.patchseek.data.dataset.Flickr8kReader;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.inspect.IndexStats;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.pooling.WardPooling;
import dev.patchseek.indexer.query.Hit;
import dev.patchseek.indexer.query.MaxSimQuery;
import dev.patchseek.indexer.query.PatchIndex;
import dev.patchseek.indexer.query.SearchRequest;
import dev.patchseek.indexer.write.PatchIndexWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What an index of pooled patches costs in recall; benchmarks/pooling runs it. */
final class PoolingBenchmark {

  private static final int[] VECTORS = {0, 64, 32, 16, 8};
  private static final int BATCH = 16;
  private static final int HITS = 10;
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final List<TokenEmbeddings> captions = new ArrayList<>();
  private final List<Integer> imageOf = new ArrayList<>();
  private final List<PatchEmbeddings> images = new ArrayList<>();

  private PoolingBenchmark(Bundle bundle, List<ImageText> dataset) throws IOException {
    List<RgbImage> batch = new ArrayList<>();
    for (ImageText each : dataset) {
      for (Caption caption : each.captions()) {
        captions.add(bundle.embedText(caption.text()));
        imageOf.add(images.size() + batch.size());
      }
      batch.add(ImageDecoder.decode(each.image().read(), each.image().name()));
      if (batch.size() == BATCH) {
        images.addAll(bundle.embedImages(batch));
        batch.clear();
      }
    }
    if (!batch.isEmpty()) {
      images.addAll(bundle.embedImages(batch));
    }
  }

  /** Arguments: a bundle, Flickr8k's token file, a folder to write to, photos. */
  public static void main(String[] arguments) throws IOException {
    List<ImageText> dataset =
        Flickr8kReader.read(List.of(Path.of(arguments[3])), Path.of(arguments[1]), null);
    try (Bundle bundle = Bundle.load(Path.of(arguments[0]))) {
      new PoolingBenchmark(bundle, dataset).run(ModelIdentity.of(bundle), Path.of(arguments[2]));
    }
  }

  private void run(ModelIdentity model, Path folder) throws IOException {
    System.out.printf(
        "%,d photos, %,d captions, %d patches a photo, γ = %.1f.%n%n",
        images.size(), captions.size(), model.patchCount(), model.globalWeight());
    System.out.println(
        "| vectors a photo | bytes a photo | as served, recall@1/5/10 | MaxSim alone | overlap@10 |"
            + " exact search, CPU | pooling, CPU ms a photo |\n|---|---|---|---|---|---|---|");
    List<List<String>> all = null;
    double searched = 0;
    for (int vectors : VECTORS) {
      Path index = folder.resolve("pooled-" + vectors);
      double pooling = pooling(model.patchCount(), vectors);
      IndexManifest manifest = new IndexManifest(model, Path.of("/none"), Precision.INT8, vectors);
      try (PatchIndexWriter writer = PatchIndexWriter.open(index, manifest)) {
        for (int image = 0; image < images.size(); image++) {
          writer.put(Records.of(image), images.get(image));
        }
      }
      IndexStats stats = IndexStats.of(index);
      try (PatchIndex opened = PatchIndex.open(index, model)) {
        List<List<String>> alone = answers(opened, false);
        long begun = PROCESS.getProcessCpuTime();
        List<List<String>> served = answers(opened, true);
        double took = PROCESS.getProcessCpuTime() - begun;
        all = all == null ? served : all;
        searched = searched == 0 ? took : searched;
        System.out.printf(
            "| %s | %,d | %s | %s | %.3f | %.2f | %.2f |%n",
            vectors == 0 ? "all" : vectors,
            stats.bytes() / stats.images(),
            recall(served),
            recall(alone),
            overlap(all, served),
            took / searched,
            pooling);
      }
    }
  }

  private double pooling(int patchCount, int vectors) {
    if (vectors == 0) {
      return 0;
    }
    long begun = PROCESS.getProcessCpuTime();
    images.forEach(image -> WardPooling.pool(image.patches(), patchCount, vectors));
    return (PROCESS.getProcessCpuTime() - begun) / 1e6 / images.size();
  }

  /** The paths of the ten best for each caption, all scored. */
  private List<List<String>> answers(PatchIndex index, boolean whole) {
    return captions.stream()
        .map(
            caption -> {
              MaxSimQuery query = MaxSimQuery.of(caption);
              SearchRequest request =
                  SearchRequest.of(whole ? query : query.withoutWhole(), HITS).exactly();
              return index.search(request).hits().stream()
                  .map(Hit::image)
                  .map(image -> image.path())
                  .toList();
            })
        .collect(Collectors.toList());
  }

  private String recall(List<List<String>> answers) {
    int[] found = new int[HITS];
    for (int caption = 0; caption < answers.size(); caption++) {
      int rank = answers.get(caption).indexOf(Records.of(imageOf.get(caption)).path());
      for (int k = Math.max(rank, 0); k < HITS && rank >= 0; k++) {
        found[k]++;
      }
    }
    double each = 100.0 / answers.size();
    return "%.1f/%.1f/%.1f".formatted(found[0] * each, found[4] * each, found[9] * each);
  }

  private static double overlap(List<List<String>> expected, List<List<String>> got) {
    long same = 0;
    for (int query = 0; query < got.size(); query++) {
      same += got.get(query).stream().filter(expected.get(query)::contains).count();
    }
    return (double) same / HITS / got.size();
  }
}
