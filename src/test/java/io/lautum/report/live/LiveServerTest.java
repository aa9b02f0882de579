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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    server = start("");
  }

  private LiveServer start(String token) throws IOException {
    FileSystem files = FileSystem.getLocal(new Configuration());
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder.toUri());
    return new LiveServer(new LivePages(files, path), 0, 7, token);
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
  void aBrokenExperimentDoesNotBreakTheList() throws Exception {
    experiment("configured", "methods = [");
    experiment("finished", CONFIGURATION);
    Files.writeString(folder.resolve("finished/results.json"), "{\"<b>\"");
    experiment("fine", CONFIGURATION);

    HttpResponse<String> index = get("/");
    assertThat(index.statusCode()).isEqualTo(200);
    assertThat(index.body())
        .contains("<a href=\"/fine/\">fine</a></th><td>prepare</td>")
        .containsPattern("<a href=\"/configured/\">configured</a></th><td>not readable: .+</td>")
        .contains("<a href=\"/finished/\">finished</a></th>");
    assertThat(get("/configured/").statusCode()).isEqualTo(500);
    assertThat(get("/fine/").statusCode()).isEqualTo(200);
  }

  @Test
  void addressesBeginWithTheToken() throws Exception {
    experiment("one", CONFIGURATION);
    String token = LiveServer.newToken();
    assertThat(token).matches("[0-9a-f]{32}").isNotEqualTo(LiveServer.newToken());
    server.close();
    server = start(token);

    assertThat(server.address().getPath()).isEqualTo("/" + token + "/");
    HttpResponse<String> index = get("/" + token + "/");
    assertThat(index.body()).contains("<a href=\"/" + token + "/one/\">one</a>");
    assertThat(index.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(get("/" + token + "/one/").body()).contains("<h1>one</h1>");
    for (String path : new String[] {"/", "/one/", "/" + token, "/" + "0".repeat(32) + "/one/"}) {
      HttpResponse<String> rejected = get(path);
      assertThat(rejected.statusCode()).as(path).isEqualTo(403);
      assertThat(rejected.body()).doesNotContain(token).contains("the whole address");
    }
  }

  /** The limits that end such requests are Java's, and are read from these properties. */
  @Test
  void halfSentRequestsAndSlowReadersDelayNobody() throws Exception {
    experiment("one", CONFIGURATION);
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 6; i++) {
        open.add(sent("GET / HTT"));
        open.add(sent("GET /one/ HTTP/1.1\r\nHost: localhost\r\n\r\n"));
      }
      assertThat(get("/one/").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
    assertThat(System.getProperty("sun.net.httpserver.maxReqTime")).isEqualTo("10");
    assertThat(System.getProperty("sun.net.httpserver.maxRspTime")).isEqualTo("120");
  }

  private Socket sent(String text) throws IOException {
    Socket socket = new Socket("127.0.0.1", server.address().getPort());
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    return socket;
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
        .send(
            HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(8)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
