using EdgeRelay.Gateway.Settings;
using EdgeRelay.Rules;
using Microsoft.Extensions.Configuration;

namespace EdgeRelay.Gateway.Tests.Settings;

public sealed class SettingsReaderTests
{
    [Fact]
    public void Nothing_set_gives_safe_defaults()
    {
        var settings = SettingsReader.Read(Given());

        Assert.Equal("127.0.0.1", settings.Mqtt.Address);
        Assert.False(settings.Mqtt.OpenEnrollment);
        Assert.False(settings.Relay.AllowHttp);
        Assert.Equal(string.Empty, settings.Relay.AllowPrivateCidrs);
        Assert.Equal(RuleProfile.Standard, settings.Rules.Profile);
    }

    [Fact]
    public void Every_documented_name_is_understood()
    {
        var settings = SettingsReader.Read(Given(
            ("Mqtt:Port", "0"),
            ("Http:Port", "0"),
            ("Data:Directory", "elsewhere"),
            ("Admin:ApiKey", "er_12345678_0123456789"),
            ("Mqtt:OpenEnrollment", "true"),
            ("Relay:AllowPrivateCidrs", "127.0.0.1/32"),
            ("Relay:AllowHttp", "true"),
            ("Rules:Profile", "raw")));

        Assert.Equal(0, settings.Mqtt.Port);
        Assert.Equal("elsewhere", settings.Data.Directory);
        Assert.True(settings.Mqtt.OpenEnrollment);
        Assert.True(settings.Relay.AllowHttp);
        Assert.Equal(RuleProfile.Raw, settings.Rules.Profile);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var error = Assert.Throws<SettingsException>(() => SettingsReader.Read(Given(
            ("Mqtt:Port", "70000"),
            ("Http:Address", "localhost"),
            ("Rules:Profile", "lenient"),
            ("Vehicles:Lanes", "-1"))));

        Assert.Contains("EDGERELAY__MQTT__PORT=70000: must be a whole number from 0 to 65535", error.Message, StringComparison.Ordinal);
        Assert.Contains("EDGERELAY__HTTP__ADDRESS=localhost: not an IP address", error.Message, StringComparison.Ordinal);
        Assert.Contains("EDGERELAY__RULES__PROFILE=lenient: must be one of: standard, raw", error.Message, StringComparison.Ordinal);
        Assert.Contains("EDGERELAY__VEHICLES__LANES=-1: must be a whole number from 0 to 256", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_private_range_that_cannot_be_read_is_told_beside_the_other_faults()
    {
        var error = Assert.Throws<SettingsException>(() => SettingsReader.Read(Given(
            ("Relay:AllowPrivateCidrs", "10.0.0.0/8, 10.20.0.0/33,office"),
            ("Mqtt:Port", "70000"))));

        Assert.Contains("EDGERELAY__RELAY__ALLOWPRIVATECIDRS=", error.Message, StringComparison.Ordinal);
        Assert.Contains("10.20.0.0/33 is no range", error.Message, StringComparison.Ordinal);
        Assert.Contains("office is no range", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(": 10.0.0.0/8 is", error.Message, StringComparison.Ordinal);
        Assert.Contains("EDGERELAY__MQTT__PORT=70000: must be a whole number from 0 to 65535", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mqtt:Port", "abc", "EDGERELAY__MQTT__PORT=abc: must be a whole number from 0 to 65535")]
    [InlineData("Mqtt:OpenEnrollment", "yes", "EDGERELAY__MQTT__OPENENROLLMENT=yes: must be true or false")]
    [InlineData("Mqtt:Limits:TopicBytes", "", "EDGERELAY__MQTT__LIMITS__TOPICBYTES=: must be a whole number from ")]
    [InlineData("Relay:AllowHttps", "true", "EDGERELAY__RELAY__ALLOWHTTPS: no such setting; did you mean EDGERELAY__RELAY__ALLOWHTTP?")]
    [InlineData("MQT:Port", "1883", "EDGERELAY__MQT__PORT: no such setting; did you mean EDGERELAY__MQTT__PORT?")]
    [InlineData("Foo:Bar", "1", "EDGERELAY__FOO__BAR: no such setting; docs/operations.md lists them all")]
    [InlineData("Mqtt", "1883", "EDGERELAY__MQTT: a section, not a setting; its settings are EDGERELAY__MQTT__…")]
    [InlineData("Mqtt:Port:Tls", "8883", "EDGERELAY__MQTT__PORT__TLS: no such setting; docs/operations.md lists them all")]
    public void What_cannot_be_used_is_told_by_its_name_and_what_it_must_be(string name, string value, string told)
    {
        var error = Assert.Throws<SettingsException>(() => SettingsReader.Read(Given((name, value), ("Http:Port", "-1"))));

        Assert.Contains("  - " + told, error.Message, StringComparison.Ordinal);
        Assert.Contains("EDGERELAY__HTTP__PORT=-1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_log_reads_is_no_fault() =>
        Assert.Equal(1_883, SettingsReader.Read(Given(("Serilog:MinimumLevel:Default", "Debug"))).Mqtt.Port);

    [Fact]
    public void A_key_that_is_too_short_is_refused_without_showing_it()
    {
        var error = Assert.Throws<SettingsException>(() => SettingsReader.Read(Given(("Admin:ApiKey", "s3cret"))));

        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_of_mail_that_do_not_fit_together_are_told_without_the_password()
    {
        var error = Assert.Throws<SettingsException>(() => SettingsReader.Read(Given(
            ("Smtp:Host", "mail.example.com"), ("Smtp:From", "nobody"), ("Smtp:Password", "s3cret"), ("Smtp:Security", "ssl"))));

        Assert.Contains("EDGERELAY__SMTP__FROM: must be one e-mail address", error.Message, StringComparison.Ordinal);
        Assert.Contains("EDGERELAY__SMTP__USERNAME: goes with", error.Message, StringComparison.Ordinal);
        Assert.Contains("EDGERELAY__SMTP__SECURITY=ssl: must be one of: starttls, tls, none", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Given(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value))
            .Build();
}
