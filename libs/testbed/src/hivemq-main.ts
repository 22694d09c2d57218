/**
 * Starts HiveMQ CE in a folder. If there is a credentials.xml in it, users and their permissions are those of that file, in the format of
 * HiveMQ's File RBAC extension. That extension is no Maven artifact, so what it does with the file is done here in its place: permissions of the
 * user's roles, names filled in, everything else denied. HiveMQ itself enforces them.
 */
export const MAIN = `import com.hivemq.embedded.*;
import com.hivemq.extension.sdk.api.*;
import com.hivemq.extension.sdk.api.auth.*;
import com.hivemq.extension.sdk.api.auth.parameter.*;
import com.hivemq.extension.sdk.api.packets.auth.DefaultAuthorizationBehaviour;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.parameter.*;
import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.*;

public class Main {
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    var builder = EmbeddedHiveMQ.builder()
        .withConfigurationFolder(folder.resolve("conf"))
        .withDataFolder(folder.resolve("data"))
        .withExtensionsFolder(folder.resolve("extensions"));
    Path credentials = folder.resolve("credentials.xml");
    if (Files.exists(credentials))
      builder.withEmbeddedExtension(EmbeddedExtension.builder()
          .withId("roles").withName("roles").withVersion("1").withExtensionMain(new Roles(credentials)).build());
    EmbeddedHiveMQ server = builder.build();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop().join()));
    server.start().join();
    System.out.println("HiveMQ is ready");
    Thread.currentThread().join();
  }
}

class Roles implements ExtensionMain, SimpleAuthenticator {
  private final Element file;

  Roles(Path path) throws Exception {
    file = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(path.toFile()).getDocumentElement();
  }

  public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
    Services.securityRegistry().setAuthenticatorProvider(provided -> this);
  }

  public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {}

  /** One at a time: a DOM is not to be read by two threads at once, and clients that come back together are asked by two. */
  public synchronized void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
    var connect = input.getConnectPacket();
    String name = connect.getUserName().orElse("");
    String id = input.getClientInformation().getClientId();
    String password = connect.getPassword().map(b -> StandardCharsets.UTF_8.decode(b).toString()).orElse("");
    for (Element user : all(file, "user")) {
      if (!text(user, "name").equals(name) || !text(user, "password").equals(password)) continue;
      var permissions = output.getDefaultPermissions();
      for (Element mine : all(user, "id"))
        for (Element role : all(file, "role"))
          if (text(role, "id").equals(mine.getTextContent()))
            for (Element permission : all(role, "permission"))
              permissions.add(Builders.topicPermission()
                  .topicFilter(text(permission, "topic").replace("\${{username}}", name).replace("\${{clientid}}", id))
                  .activity(com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.MqttActivity.valueOf(text(permission, "activity")))
                  .build());
      permissions.setDefaultBehaviour(DefaultAuthorizationBehaviour.DENY);
      output.authenticateSuccessfully();
      return;
    }
    output.failAuthentication(ConnackReasonCode.NOT_AUTHORIZED, "unknown user or wrong password");
  }

  private static List<Element> all(Element in, String name) {
    NodeList nodes = in.getElementsByTagName(name);
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) found.add((Element) nodes.item(i));
    return found;
  }

  private static String text(Element in, String name) {
    return in.getElementsByTagName(name).item(0).getTextContent();
  }
}
`;
