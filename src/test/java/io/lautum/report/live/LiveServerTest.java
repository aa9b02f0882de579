package io.lautum.report.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.report.LivePages;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveServerTest {
  private static final String CONFIGURATION = "methods = [scratch], labels = [10], draws = 1\n";

  @TempDir Path folder;
  private LiveServer server;

  @BeforeEach
  void start() throws IOException {
    FileSystem files = FileSystem.getLocal(new Configuration());
    server =
        new LiveServer(new LivePages(files, new org.apache.hadoop.fs.Path(folder.toUri())), 0, 7);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void showsTheCurrentStateOfTheFolder() throws Exception {
    assertThat(get("/").body()).contains("No experiment has started yet");
    experiment("one", CONFIGURATION);
    experiment("two", CONFIGURATION);
    Files.createDirectories(folder.resolve("two/shards"));
    Files.writeString(folder.resolve("two/shards/_SUCCESS"), "{}");

    HttpResponse<String> index = get("/");
    assertThat(index.statusCode()).isEqualTo(200);
    assertThat(index.body())
        .contains("<a href=\"/one/\">one</a></th><td>prepare</td>")
        .contains("<a href=\"/two/\">two</a></th><td>finetune</td>");
    assertThat(index.headers().firstValue("Refresh")).contains("7");
    assertThat(index.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'");
    assertThat(get("/two/").body()).contains("<h1>two</h1>", "Not finished: finetune");
    Files.createDirectories(folder.resolve("two/finetune/scratch/labels-10/draw-1"));
    Files.writeString(folder.resolve("two/finetune/scratch/labels-10/draw-1/_SUCCESS"), "{}");
    assertThat(get("/two").body()).contains("Not finished: evaluate", "1 of 1 models");
  }

  @Test
  void folderOfOneExperimentShowsItsReport() throws Exception {
    Files.writeString(folder.resolve("resolved.conf"), CONFIGURATION);
    assertThat(get("/").body()).contains("Not finished: prepare");
  }

  @Test
  void filesOutsideTheFolderAreNotShown() throws Exception {
    experiment("one", CONFIGURATION);
    Files.writeString(folder.resolve("resolved.txt"), "secret");
    for (String path :
        new String[] {"/three", "/one/resolved.conf", "/..", "/%2e%2e/", "/one/../"}) {
      HttpResponse<String> response = get(path);
      assertThat(response.statusCode()).as(path).isEqualTo(404);
      assertThat(response.body()).doesNotContain("secret");
    }
  }

  @Test
  void malformedFileIsReportedAndThePageRefreshes() throws Exception {
    experiment("bad", CONFIGURATION);
    Files.writeString(folder.resolve("bad/results.json"), "{\"<b>\"");
    HttpResponse<String> response = get("/bad/");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).contains("results.json").doesNotContain("<b>");
    assertThat(response.headers().firstValue("Refresh")).contains("7");
  }

  @Test
  void otherHostsAndMethodsAreRejected() throws Exception {
    assertThat(raw("GET / HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 403");
    assertThat(raw("POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 405");
    assertThat(raw("GET / HTTP/1.1\r\nHost: 127.0.0.1:99\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
    assertThat(server.address().getHost()).isEqualTo("localhost");
  }

  private void experiment(String name, String configuration) throws IOException {
    Files.createDirectories(folder.resolve(name));
    Files.writeString(folder.resolve(name + "/resolved.conf"), configuration);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
