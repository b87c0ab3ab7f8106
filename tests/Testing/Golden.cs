using System.Runtime.CompilerServices;

namespace EdgeRelay.Testing;

/// <summary>Compares text with a checked-in file. On a difference the new text is written beside it as <c>.received</c>.</summary>
public static class Golden
{
    /// <param name="actual">The text as the product makes it.</param>
    /// <param name="name">File name below the folder <c>Golden</c> beside the calling test.</param>
    public static void Match(string actual, string name, [CallerFilePath] string caller = "")
    {
        var folder = Path.Combine(Path.GetDirectoryName(caller)!, "Golden");
        var expectedPath = Path.Combine(folder, name);
        var received = expectedPath + ".received";
        if (File.Exists(expectedPath) && File.ReadAllText(expectedPath) == actual)
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(received)!);
        File.WriteAllText(received, actual);
        var what = File.Exists(expectedPath) ? "differs from the golden file" : "has no golden file yet";
        throw new GoldenMismatchException(
            $"{name} {what}. Compare it with {received}; if the change is meant, accept it with: mv '{received}' '{expectedPath}'");
    }
}
