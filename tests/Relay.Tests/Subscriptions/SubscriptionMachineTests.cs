using EdgeRelay.Relay.Subscriptions;

namespace EdgeRelay.Relay.Tests.Subscriptions;

public sealed class SubscriptionMachineTests
{
    /// <summary>
    /// The whole table. A row is a state without its verification (which only the turns p, t, l and the two of Relay look at), a column a turn:
    /// <c>=</c> nothing changes, <c>x</c> not legal, else what it leads to.
    /// </summary>
    private const string Table = """
                      enable  disable  gone  fail  pause  overflow  resume
        on.none       =       off.none gone  failing user overflow  x
        on.gone       on.none off.gone x     x     x      x         x
        on.failing    on.none off.failing x  x     x      x         x
        on.user       x       off.user gone  x     =      x         on.none
        on.overflow   x       off.overflow gone x  user   x         on.none
        off.none      on.none =        x     x     x      x         x
        off.gone      on.none =        x     x     x      x         x
        off.failing   on.none =        x     x     x      x         x
        off.user      on.none =        x     x     x      x         x
        off.overflow  on.none =        x     x     x      x         x
        """;

    public static TheoryData<bool, HoldReason, Verification, SubscriptionTurn, string> Cells()
    {
        var cells = new TheoryData<bool, HoldReason, Verification, SubscriptionTurn, string>();
        var rows = Table.Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        foreach (var row in rows[1..])
        {
            var state = row[0].Split('.');
            for (var i = 1; i < row.Length; i++)
            {
                var turn = Enum.Parse<SubscriptionTurn>(rows[0][i - 1], ignoreCase: true);
                foreach (var verification in Enum.GetValues<Verification>())
                {
                    // Relay decides only about those that send.
                    var asksProof = turn is SubscriptionTurn.Gone or SubscriptionTurn.Fail;
                    var expected = asksProof && verification == Verification.Unverified ? "x" : row[i];
                    cells.Add(state[0] == "on", Enum.Parse<HoldReason>(state[1], ignoreCase: true), verification, turn, expected);
                }
            }
        }

        return cells;
    }

    [Theory, MemberData(nameof(Cells))]
    public void Each_turn_leads_where_the_table_says(bool enabled, HoldReason hold, Verification verification, SubscriptionTurn turn, string expected)
    {
        var before = new SubscriptionState(enabled, verification, hold);
        SubscriptionState? after = expected switch
        {
            "x" => null,
            "=" => before,
            _ => before with
            {
                Enabled = !expected.StartsWith("off", StringComparison.Ordinal),
                Hold = Enum.Parse<HoldReason>(expected.Split('.')[^1], ignoreCase: true),
            },
        };

        Assert.Equal(after, SubscriptionMachine.After(before, turn));
    }

    [Fact]
    public void The_table_knows_every_state_and_turn() => Assert.Equal(
        2 * Enum.GetValues<HoldReason>().Length * Enum.GetValues<Verification>().Length * (Enum.GetValues<SubscriptionTurn>().Length - 3),
        Cells().Count);

    [Fact]
    public void Proof_comes_and_goes_in_every_state_and_changes_nothing_else()
    {
        foreach (var state in States())
        {
            Assert.Equal(state with { Verification = Verification.Verified }, SubscriptionMachine.After(state, SubscriptionTurn.Prove));
            Assert.Equal(state with { Verification = Verification.Trusted }, SubscriptionMachine.After(state, SubscriptionTurn.Trust));
            Assert.Equal(state with { Verification = Verification.Unverified }, SubscriptionMachine.After(state, SubscriptionTurn.LoseProof));
        }
    }

    [Fact]
    public void Every_state_can_be_brought_back_to_sending()
    {
        foreach (var state in States())
        {
            var proven = SubscriptionMachine.After(state, SubscriptionTurn.Prove)!.Value;
            var resumed = SubscriptionMachine.After(proven, SubscriptionTurn.Resume) ?? proven;
            Assert.True(SubscriptionMachine.After(resumed, SubscriptionTurn.Enable)!.Value.MaySend, state.ToString());
        }
    }

    [Theory]
    [InlineData(false, Verification.Unverified, HoldReason.Gone, SubscriptionStatus.Deactivated)]
    [InlineData(true, Verification.Unverified, HoldReason.Gone, SubscriptionStatus.Unverified)]
    [InlineData(true, Verification.Verified, HoldReason.Gone, SubscriptionStatus.AutoDisabled)]
    [InlineData(true, Verification.Trusted, HoldReason.Failing, SubscriptionStatus.AutoDisabled)]
    [InlineData(true, Verification.Verified, HoldReason.User, SubscriptionStatus.Paused)]
    [InlineData(true, Verification.Verified, HoldReason.Overflow, SubscriptionStatus.Paused)]
    [InlineData(true, Verification.Trusted, HoldReason.None, SubscriptionStatus.Active)]
    public void The_status_is_the_first_that_applies(bool enabled, Verification verification, HoldReason hold, SubscriptionStatus status)
    {
        var state = new SubscriptionState(enabled, verification, hold);

        Assert.Equal(status, state.StatusWhen(failing: false));
        Assert.Equal(status == SubscriptionStatus.Active ? SubscriptionStatus.Failing : status, state.StatusWhen(failing: true));
        Assert.Equal(status == SubscriptionStatus.Active, state.MaySend);
    }

    [Fact]
    public void Trust_ends_with_the_setting_that_gave_it()
    {
        var webhook = new Subscription
        {
            Name = "n",
            Url = "https://a.example/",
            UserName = "u",
            Secret = "s",
            Verification = Verification.Trusted,
        };

        Assert.Equal(Verification.Trusted, SubscriptionRules.WithTrustOf(new RelaySettings { TrustedHosts = "b.example, A.example" }, webhook).Verification);
        Assert.Equal(Verification.Unverified, SubscriptionRules.WithTrustOf(new RelaySettings { TrustedHosts = "b.example" }, webhook).Verification);
        Assert.Equal(
            Verification.Verified,
            SubscriptionRules.WithTrustOf(new RelaySettings(), webhook with { Verification = Verification.Verified }).Verification);
    }

    private static IEnumerable<SubscriptionState> States() =>
        from enabled in new[] { true, false }
        from verification in Enum.GetValues<Verification>()
        from hold in Enum.GetValues<HoldReason>()
        select new SubscriptionState(enabled, verification, hold);
}
