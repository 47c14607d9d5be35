package dev.patchseek.trainer.loop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Deals the pairs of an epoch into batches. The same seed and epoch give the same batches.
 *
 * @param captions how many captions each picture has
 * @param allCaptions whether an epoch has every caption, or one a picture drawn at random
 * @param batch pairs of a batch; an incomplete last batch is left out
 * @param seed of the order
 */
record PairSampler(int[] captions, boolean allCaptions, int batch, long seed) {

  List<List<Pair>> epoch(int number) {
    Random random = new Random(seed * 1_000_003 + number);
    List<Pair> pairs = new ArrayList<>();
    for (int image = 0; image < captions.length; image++) {
      if (allCaptions) {
        for (int caption = 0; caption < captions[image]; caption++) {
          pairs.add(new Pair(image, caption));
        }
      } else if (captions[image] > 0) {
        pairs.add(new Pair(image, random.nextInt(captions[image])));
      }
    }
    Collections.shuffle(pairs, random);
    List<List<Pair>> batches = new ArrayList<>();
    for (int i = 0; i + batch <= pairs.size(); i += batch) {
      batches.add(List.copyOf(pairs.subList(i, i + batch)));
    }
    return batches;
  }
}
