using System.Globalization;
using System.Net;
using System.Text;

namespace EdgeRelay.Relay.Tests.Sending;

/// <summary>Ways to write addresses that must not be called.</summary>
internal static class PrivateSpellings
{
    private static readonly string[] V4 =
    [
        "127.0.0.1", "127.1.2.3", "10.1.2.3", "172.16.5.4", "172.31.255.1", "192.168.0.10", "169.254.169.254", "100.64.0.7", "0.0.0.0",
        "168.63.129.16", "192.0.2.5", "198.18.0.9", "224.0.0.251", "255.255.255.255",
    ];

    private static readonly string[] V6 =
    [
        "::", "::1", "0:0:0:0:0:0:0:1", "fe80::1", "fec0::2", "fc00::3", "fd12:3456:789a::1", "ff02::1", "100::1", "2001:db8::1", "2001::1", "3fff::1",
        "64:ff9b:1::1", "5f00::1", "FE80::A", "0000:0000:0000:0000:0000:0000:0000:0001",
    ];

    private static readonly string[] Names =
    [
        "localhost", "LOCALHOST", "localhost.", "a.localhost", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "ｌｏｃａｌｈｏｓｔ", "metadata.google.internal", "rebind.example",
    ];

    /// <summary>Hosts as they stand in a URL.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. V4.SelectMany(OfV4).Concat(V6.Select(a => $"[{a}]")).Concat(Names).Distinct(StringComparer.Ordinal)];

    /// <summary>A resolver that leads wherever a spelling could lead at worst: what is no address to it is the loopback address.</summary>
    public static IPAddress[] Resolve(string host)
    {
        var plain = host.Normalize(NormalizationForm.FormKC).Replace('。', '.').TrimEnd('.').Trim('[', ']');
        return [IPAddress.TryParse(plain, out var address) ? address : IPAddress.Loopback];
    }

    private static IEnumerable<string> OfV4(string text)
    {
        var b = IPAddress.Parse(text).GetAddressBytes();
        var number = ((uint)b[0] << 24) | ((uint)b[1] << 16) | ((uint)b[2] << 8) | b[3];
        string Octal(long value) => "0" + Convert.ToString(value, 8);
        string Hex(long value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);

        yield return text;
        yield return text + ".";
        yield return number.ToString(CultureInfo.InvariantCulture);
        yield return Hex(number);
        yield return "0X" + number.ToString("X8", CultureInfo.InvariantCulture);
        yield return Octal(number);
        yield return $"{b[0]}.{(b[1] << 16) | (b[2] << 8) | b[3]}";
        yield return $"{b[0]}.{b[1]}.{(b[2] << 8) | b[3]}";
        yield return string.Join('.', b.Select(v => Hex(v)));
        yield return string.Join('.', b.Select(v => Octal(v)));
        yield return $"{Hex(b[0])}.{Octal(b[1])}.{b[2]}.{Hex(b[3])}";
        yield return $"{Octal(b[0])}.{(b[1] << 16) | (b[2] << 8) | b[3]}";
        yield return text.Replace('.', '。');
        yield return text.Replace('.', '．');
        yield return string.Concat(text.Select(c => c == '.' ? c : (char)('０' + (c - '0'))));
        yield return string.Concat(text.Select(c => c is '.' or '0' ? c == '0' ? '⓪' : c : (char)('①' + (c - '1'))));
        yield return $"[::ffff:{text}]";
        yield return $"[::FFFF:{(b[0] << 8) | b[1]:x}:{(b[2] << 8) | b[3]:x}]";
        yield return $"[0:0:0:0:0:ffff:{text}]";
        yield return $"[::{text}]";
        yield return $"[64:ff9b::{text}]";
        yield return $"[2002:{(b[0] << 8) | b[1]:x}:{(b[2] << 8) | b[3]:x}::]";
    }
}
