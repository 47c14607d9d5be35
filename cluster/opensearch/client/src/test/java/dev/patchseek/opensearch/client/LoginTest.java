package dev.patchseek.opensearch.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.query.SearchRequest;
import dev.patchseek.opensearch.client.http.Cluster;
import dev.patchseek.opensearch.client.load.BulkLoad;
import dev.patchseek.opensearch.client.load.LoadRequest;
import dev.patchseek.opensearch.client.search.ClusterIndex;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that are not open to everybody. */
class LoginTest {

  @TempDir private Path folder;

  @Test
  void imagesAreLoadedAndFoundByALogin() throws Exception {
    try (GuardedNode node = new GuardedNode(SharedNode.addresses().getFirst(), null)) {
      assertLoadsAndFinds(node, "login");
    }
  }

  @Test
  void imagesAreLoadedAndFoundOverHttpsWithACertificateThatTheJvmTrusts() throws Exception {
    Path certificate = folder.resolve("certificate.p12");
    GuardedNode.writeCertificate(certificate);
    SSLContext before = SSLContext.getDefault();
    try (GuardedNode node = new GuardedNode(SharedNode.addresses().getFirst(), certificate)) {
      assertThatThrownBy(() -> open(node.address(), "login-https"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("-Djavax.net.ssl.trustStore=FILE")
          .hasMessageNotContaining("s3cr");

      SSLContext.setDefault(GuardedNode.trusting(certificate));
      assertLoadsAndFinds(node, "login-https");
    } finally {
      SSLContext.setDefault(before);
    }
  }

  private void assertLoadsAndFinds(GuardedNode node, String name) throws IOException {
    Path index = folder.resolve("index");
    ConceptImages.write(index, Precision.INT8, 20, 7);
    try (Cluster cluster = new Cluster(List.of(node.address()))) {
      BulkLoad.run(cluster, index, LoadRequest.of(name, 1, 0));
    }
    try (ClusterIndex loaded = open(node.address(), name)) {
      assertThat(loaded.size()).isEqualTo(20);
      SearchRequest request = SearchRequest.of(new ConceptImages(8).query(3), 5);
      assertThat(loaded.search(request).hits()).hasSize(5);
    }
  }

  private static ClusterIndex open(URI address, String name) {
    return ClusterIndex.open(
        new Cluster(List.of(address)), name, ConceptImages.MODEL, Duration.ofSeconds(10));
  }

  @Test
  void aWrongLoginIsTold() throws Exception {
    try (GuardedNode node = new GuardedNode(SharedNode.addresses().getFirst(), null)) {
      for (String login : List.of("", "reader:guessed@")) {
        assertThatThrownBy(() -> open(node.address(login), "login"))
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining("does not accept the login")
            .hasMessageNotContaining("guessed");
      }
    }
  }

  @Test
  void messagesKeepPasswordsToThemselves() {
    assertThatThrownBy(() -> new Cluster(List.of(URI.create("ftp://reader:secret@host"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("got 'ftp://…@host'");
  }

  @Test
  void nodesOfOneClusterHaveOneLogin() {
    URI one = URI.create("https://reader:one@a");
    URI other = URI.create("https://reader:two@b");

    assertThatThrownBy(() -> new Cluster(List.of(one, other)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("name 2 logins, expected one");
  }
}
