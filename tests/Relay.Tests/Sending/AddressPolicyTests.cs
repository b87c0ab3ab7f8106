using System.Net;
using EdgeRelay.Relay.Sending;

namespace EdgeRelay.Relay.Tests.Sending;

public sealed class AddressPolicyTests
{
    [Theory]
    [InlineData("0.0.0.0"), InlineData("0.1.2.3"), InlineData("10.0.0.0"), InlineData("10.255.255.255"), InlineData("100.64.0.0")]
    [InlineData("100.127.255.255"), InlineData("127.0.0.1"), InlineData("127.255.255.254"), InlineData("169.254.169.254")]
    [InlineData("172.16.0.1"), InlineData("172.31.255.255"), InlineData("192.0.0.8"), InlineData("192.0.2.1")]
    [InlineData("192.88.99.1"), InlineData("192.168.0.1"), InlineData("192.168.255.255"), InlineData("198.18.0.1")]
    [InlineData("198.19.255.255"), InlineData("198.51.100.7"), InlineData("203.0.113.9"), InlineData("224.0.0.1")]
    [InlineData("239.255.255.250"), InlineData("240.0.0.1"), InlineData("255.255.255.255"), InlineData("168.63.129.16")]
    [InlineData("::"), InlineData("::1"), InlineData("::127.0.0.1"), InlineData("::ffff:127.0.0.1"), InlineData("::ffff:10.1.2.3")]
    [InlineData("::ffff:169.254.169.254"), InlineData("::ffff:7f00:1"), InlineData("0:0:0:0:0:ffff:7f00:0001")]
    [InlineData("fe80::1"), InlineData("fe80::1%1"), InlineData("febf::1"), InlineData("fec0::1"), InlineData("fc00::1")]
    [InlineData("fd12:3456::1"), InlineData("ff02::1"), InlineData("ff0e::1"), InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::1"), InlineData("100::1"), InlineData("5f00::1"), InlineData("2001::1"), InlineData("2001:0:1::1")]
    [InlineData("2001:1ff::1"), InlineData("2001:db8::1"), InlineData("2002:7f00:1::"), InlineData("2002:c0a8:1::1")]
    [InlineData("3fff::1"), InlineData("3fff:fff::1"), InlineData("2606:4700::1111%3"), InlineData("1::1"), InlineData("4000::1")]
    public void What_is_not_public_is_refused(string address) => Assert.False(AddressPolicy.PublicOnly.IsAllowed(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1"), InlineData("8.8.8.8"), InlineData("9.255.255.255"), InlineData("11.0.0.0"), InlineData("100.63.255.255")]
    [InlineData("100.128.0.0"), InlineData("126.255.255.255"), InlineData("128.0.0.1"), InlineData("172.15.255.255")]
    [InlineData("172.32.0.0"), InlineData("192.167.255.255"), InlineData("192.169.0.0"), InlineData("198.17.255.255")]
    [InlineData("198.20.0.0"), InlineData("223.255.255.255"), InlineData("168.63.129.15"), InlineData("::ffff:8.8.8.8")]
    [InlineData("2606:4700::1111"), InlineData("2001:200::1"), InlineData("2001:4860:4860::8888"), InlineData("2a00::1"), InlineData("3ffe::1")]
    public void What_is_public_is_allowed(string address) => Assert.True(AddressPolicy.PublicOnly.IsAllowed(IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.0.0.0/8", "10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "192.168.0.1", false)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "127.0.0.2", false)]
    [InlineData("0.0.0.0/0", "10.0.0.1", true)]
    [InlineData("0.0.0.0/0", "169.254.169.254", false)]
    [InlineData("0.0.0.0/0", "0.0.0.0", false)]
    [InlineData("0.0.0.0/0", "224.0.0.1", false)]
    [InlineData("169.254.1.1", "169.254.1.1", true)]
    [InlineData("::/0", "fe80::1", false)]
    [InlineData("::/0", "ff02::1", false)]
    [InlineData("fc00::/7, ::1", "::1", true)]
    [InlineData("fc00::/7, ::1", "fd00::5", true)]
    public void An_operator_opens_what_he_names_and_no_more(string allowed, string address, bool expected)
    {
        Assert.True(AddressPolicy.TryCreate(allowed, out var policy, out _));

        Assert.Equal(expected, policy.IsAllowed(IPAddress.Parse(address)));
    }

    [Fact]
    public void What_is_no_range_is_named()
    {
        Assert.False(AddressPolicy.TryCreate("10.0.0.0/8, home", out _, out var fault));
        Assert.Equal("home", fault);
    }
}
