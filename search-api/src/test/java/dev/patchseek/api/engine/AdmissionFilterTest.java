package dev.patchseek.api.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionFilterTest {

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/search", "/api/v1/images/0123456789abcdef/similar"})
  void searchesNeedAPlace(String path) {
    assertThat(AdmissionFilter.isSearch(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/api/v1/info", "/api/v1/images/similar", "/api/v1/images/a/file", "/livez"})
  void everythingElseIsAnsweredUnderOverload(String path) {
    assertThat(AdmissionFilter.isSearch(path)).isFalse();
  }
}
