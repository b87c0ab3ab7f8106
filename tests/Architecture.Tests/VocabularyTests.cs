using EdgeRelay.Testing;

namespace EdgeRelay.Architecture.Tests;

public sealed class VocabularyTests
{
    [Fact]
    public void Relay_does_not_speak_of_telematics()
    {
        var files = Directory.GetFiles(Path.Combine(RepoRoot.Path, "src", "Relay"), "*.cs", SearchOption.AllDirectories);

        var findings = files.SelectMany(f =>
            Vocabulary.Telematics(File.ReadAllText(f)).Select(w => $"{Path.GetRelativePath(RepoRoot.Path, f)}:{w}"));

        Assert.NotEmpty(files);
        Assert.Empty(findings);
    }

    [Theory]
    [InlineData("// the vehicle's order", "1: vehicle")]
    [InlineData("long vehicleId;", "1: vehicle")]
    [InlineData("\nint MaxSpeedMph;", "2: speed", "2: mph")]
    [InlineData("\"landmark_enter\"", "1: landmark")]
    [InlineData("class MqttTrips", "1: mqtt", "1: trip")]
    [InlineData("const string DVIR = LANDMARKS;", "1: dvir", "1: landmark")]
    public void Control_a_planted_word_is_found(string source, params string[] findings) =>
        Assert.Equal(findings, Vocabulary.Telematics(source));

    [Theory]
    [InlineData("// the shortest round trip of a number; RoundTrip")]
    [InlineData("description, striped, vanity, careful")]
    [InlineData("an idle connection, the database driver, a heartbeat of the stream, posted to the endpoint")]
    public void Words_of_its_own_trade_are_left_alone(string source) => Assert.Empty(Vocabulary.Telematics(source));
}
