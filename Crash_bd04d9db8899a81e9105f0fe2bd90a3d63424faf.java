import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

public class Crash_bd04d9db8899a81e9105f0fe2bd90a3d63424faf {
    static final String base64Bytes = String.join("", "ZzJtYjJpYzRoaTRpCWF0IDVvYzZvaDZvdzOOiMyMaDFzdzFkaDBkdzBwaDFwdzE=");

    public static void main(String[] args) throws Throwable {
        Crash_bd04d9db8899a81e9105f0fe2bd90a3d63424faf.class.getClassLoader().setDefaultAssertionStatus(true);
        try {
            Method fuzzerInitialize = dev.convbench.fuzz.DescriptorFuzz.class.getMethod("fuzzerInitialize");
            fuzzerInitialize.invoke(null);
        } catch (NoSuchMethodException ignored) {
            try {
                Method fuzzerInitialize = dev.convbench.fuzz.DescriptorFuzz.class.getMethod("fuzzerInitialize", String[].class);
                fuzzerInitialize.invoke(null, (Object) args);
            } catch (NoSuchMethodException ignored1) {
            } catch (IllegalAccessException | InvocationTargetException e) {
                e.printStackTrace();
                System.exit(1);
            }
        } catch (IllegalAccessException | InvocationTargetException e) {
            e.printStackTrace();
            System.exit(1);
        }
        byte[] input = java.util.Base64.getDecoder().decode(base64Bytes);
        dev.convbench.fuzz.DescriptorFuzz.fuzzerTestOneInput(input);
    }
}