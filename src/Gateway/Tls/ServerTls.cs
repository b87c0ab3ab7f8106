using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EdgeRelay.Gateway.Settings;
using EdgeRelay.Mqtt.Server;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace EdgeRelay.Gateway.Tls;

/// <summary>
/// The certificate of the TLS listener. New handshakes take what the files hold now; connections that are open go on with what they began with. What
/// cannot be used is told, and what is in use stays in use.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed partial class ServerTls : IHostedService, IDisposable
{
    /// <summary>By it a client may say what it wants on a port that others share (IANA registry of ALPN). One that says nothing is served too.</summary>
    private static readonly SslApplicationProtocol Mqtt = new("mqtt");

    private static readonly TimeSpan ExpiryNotice = TimeSpan.FromDays(14);

    private readonly MqttTlsSettings _settings;
    private readonly ClientCertificateCheck _clients;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _checking = new();
    private volatile TlsMaterial _material;
    private string _seen;
    private DateTimeOffset _noticedOn;
    private ITimer? _timer;

    /// <exception cref="SettingsException">The files cannot be used.</exception>
    public ServerTls(MqttTlsSettings settings, TimeProvider clock, ILogger<ServerTls> logger)
    {
        (_settings, _clock, _logger) = (settings, clock, logger);
        _clients = new ClientCertificateCheck(settings, new LogBudget(clock), logger);
        var files = TlsFiles.Read(settings);
        _seen = files.Fingerprint();
        _material = TlsMaterial.Read(files, settings, out var fault)
            ?? throw new SettingsException([$"{SettingsCheck.NameOf("Mqtt:Tls:" + fault!.Value.Setting)}: {fault.Value.Fault}"]);
    }

    /// <summary>What new handshakes show.</summary>
    public X509Certificate2 Certificate => _material.Certificate;

    /// <summary>What the listener asks at each handshake.</summary>
    public TlsHandshakeCallbackOptions Handshake => new()
    {
        HandshakeTimeout = TimeSpan.FromSeconds(_settings.HandshakeSeconds),
        OnConnection = _ => ValueTask.FromResult(OptionsNow()),
    };

    public Task StartAsync(CancellationToken cancellationToken)
    {
        NoticeExpiry();
        if (_settings.CheckSeconds > 0)
        {
            var period = TimeSpan.FromSeconds(_settings.CheckSeconds);
            _timer = _clock.CreateTimer(static state => ((ServerTls)state!).Check(), this, period, period);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    /// <summary>Takes what the files hold if that is new and can be used. Never fails.</summary>
    internal void Check()
    {
        lock (_checking)
        {
            var files = TlsFiles.Read(_settings);
            var fingerprint = files.Fingerprint();
            if (fingerprint != _seen)
            {
                _seen = fingerprint; // so that what is wrong with it is told once
                Take(files);
            }

            NoticeExpiry();
        }
    }

    private void Take(TlsFiles files)
    {
        if (TlsMaterial.Read(files, _settings, out var fault) is not { } material)
        {
            Broken(_logger, SettingsCheck.NameOf("Mqtt:Tls:" + fault!.Value.Setting), fault.Value.Fault);
        }
        else if (material.Certificate.NotAfter < _clock.GetUtcNow().UtcDateTime.ToLocalTime() && _material.Certificate.NotAfter > material.Certificate.NotAfter)
        {
            Broken(_logger, SettingsCheck.NameOf("Mqtt:Tls:CertificateFile"), $"{_settings.CertificateFile} has expired, and earlier than the one in use");
        }
        else
        {
            _material = material;
            _noticedOn = default;
            Swapped(_logger, material.Certificate.Thumbprint, material.Certificate.NotAfter.ToUniversalTime());
        }
    }

    private SslServerAuthenticationOptions OptionsNow()
    {
        var material = _material;
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = material.Context,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = [Mqtt],
            AllowRenegotiation = false,
        };
        _clients.Demand(options, material.ClientAuthorities);
        return options;
    }

    /// <summary>Once a day, from two weeks before.</summary>
    private void NoticeExpiry()
    {
        var now = _clock.GetUtcNow();
        var end = new DateTimeOffset(_material.Certificate.NotAfter).ToUniversalTime();
        if (end - now < ExpiryNotice && now - _noticedOn >= TimeSpan.FromDays(1))
        {
            _noticedOn = now;
            Expires(_logger, _settings.CertificateFile, end);
        }
    }

    [LoggerMessage(1120, LogLevel.Information, "New TLS handshakes show the certificate {Thumbprint}, which is valid until {NotAfter:u}; open connections go on")]
    private static partial void Swapped(ILogger logger, string thumbprint, DateTime notAfter);

    [LoggerMessage(1121, LogLevel.Error, "The new certificate of the TLS listener cannot be used, the one before stays in use. {Setting}: {Fault}")]
    private static partial void Broken(ILogger logger, string setting, string fault);

    [LoggerMessage(1122, LogLevel.Warning, "The certificate in {File} is valid until {NotAfter:u}: replace the file, it is taken without a restart")]
    private static partial void Expires(ILogger logger, string file, DateTimeOffset notAfter);
}
