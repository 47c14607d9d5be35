package dev.patchseek.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.config.TrainConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

class ReportTest {

  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

  private static final String CONFIG =
      """
      name: tiny & <new>
      vision: vision
      text: {checkpoint: text}
      lora: {rank: 2, alpha: 4, targets: [query]}
      dim: 8
      train: {format: imagefolder, images: [pictures]}
      stages:
        - {name: align, train: [adapter, heads], epochs: 2, batch: 8, learningRate: 0.01, lambda: 1}
      """;

  @TempDir Path folder;

  @Test
  void showsCurvesRecallAndAnswersInOneWellFormedFile()
      throws IOException, ParserConfigurationException, SAXException {
    Document page = report("heldOut: {format: imagefolder, images: [pictures]}");

    assertThat(page.getElementsByTagName("polyline").getLength()).isEqualTo(3 + 2 + 1);
    assertThat(page.getElementsByTagName("td").getLength()).isEqualTo(4 * 4);
    assertThat(page.getElementsByTagName("section").getLength()).isEqualTo(12);
    NodeList pictures = page.getElementsByTagName("img");
    assertThat(pictures.getLength()).isEqualTo(12 * 4);
    for (int i = 0; i < pictures.getLength(); i++) {
      assertThat(((Element) pictures.item(i)).getAttribute("src"))
          .startsWith("data:image/jpeg;base64,/9j/");
    }
  }

  @Test
  void doesWithoutHeldOutPictures() throws IOException, ParserConfigurationException, SAXException {
    Document page = report("");

    assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(2);
    assertThat(page.getElementsByTagName("table").getLength()).isZero();
  }

  private Document report(String heldOut)
      throws IOException, ParserConfigurationException, SAXException {
    TinyRun.write(folder, 1);
    Path file = Files.writeString(folder.resolve("tiny.yaml"), CONFIG + heldOut);
    TrainConfig config = Configs.read(file, TrainConfig.class);
    Path run = folder.resolve("run");
    new TrainingRun(config, run, NOWHERE).run(false);
    Path report = run.resolve("report.html");
    assertThat(Files.readString(report))
        .doesNotContain("src=\"http", "href")
        .contains("tiny &amp; &lt;new&gt;");
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
  }
}
