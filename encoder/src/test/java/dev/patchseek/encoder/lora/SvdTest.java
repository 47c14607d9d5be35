package dev.patchseek.encoder.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.junit.jupiter.api.Test;

class SvdTest {

  private final Random random = new Random(3);

  @Test
  void theProductsSpectrumIsThatOfTheWholeMatrix() {
    DMatrixRMaj b = gaussian(20, 4);
    DMatrixRMaj a = gaussian(4, 30);
    DMatrixRMaj product = new DMatrixRMaj(20, 30);
    CommonOps_DDRM.mult(b, a, product);

    Svd small = Svd.ofProduct(b, a);
    Svd whole = Svd.of(product);

    assertThat(small.values()).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(small.values()[i]).isCloseTo(whole.values()[i], within(1e-9));
    }
    assertThat(whole.rank(1e-9)).isEqualTo(4);
    assertThat(small.norm()).isCloseTo(whole.norm(), within(1e-9));
    assertThat(small.shared(whole, 4)).isCloseTo(1, within(1e-9));
  }

  @Test
  void theEffectiveRankCountsDirectionsThatDoAlike() {
    assertThat(Svd.of(CommonOps_DDRM.identity(5)).effectiveRank()).isCloseTo(5, within(1e-9));
    assertThat(Svd.of(CommonOps_DDRM.diag(3, 0, 0)).effectiveRank()).isCloseTo(1, within(1e-9));
    assertThat(Svd.of(new DMatrixRMaj(3, 3)).effectiveRank()).isZero();
  }

  @Test
  void theRankForAShareOfTheEnergyIsTheFewestThatKeepIt() {
    Svd svd = Svd.of(CommonOps_DDRM.diag(3, 1, 2)); // energies 9, 4, 1

    assertThat(svd.values()).containsExactly(new double[] {3, 2, 1}, within(1e-12));
    assertThat(svd.rankFor(0.6)).isEqualTo(1);
    assertThat(svd.rankFor(0.9)).isEqualTo(2);
    assertThat(svd.rankFor(0.95)).isEqualTo(3);
  }

  @Test
  void orthogonalSpacesShareNothing() {
    Svd first = Svd.of(CommonOps_DDRM.diag(2, 1, 0, 0));
    Svd second = Svd.of(CommonOps_DDRM.diag(0, 0, 2, 1));

    assertThat(first.shared(second, 2)).isCloseTo(0, within(1e-12));
  }

  private DMatrixRMaj gaussian(int rows, int columns) {
    return RandomMatrices_DDRM.rectangleGaussian(rows, columns, 0, 1, random);
  }
}
