using EdgeRelay.Rules.Inputs;
using EdgeRelay.Rules.PostedSpeed;

namespace EdgeRelay.Rules.Explaining;

/// <summary>What a sample gave on its way through the rules, noted when somebody asks for an explanation.</summary>
internal sealed class SeenInput
{
    public Speed? Speed { get; private set; }

    public Speed? Limit { get; private set; }

    public LimitSource LimitSource { get; private set; }

    public Position? Fix { get; private set; }

    public bool IsGoodFix { get; private set; }

    public void Note(in Turn turn)
    {
        Speed = turn.Speed;
        Limit = turn.Limit;
        LimitSource = turn.LimitSource;
        Fix = turn.Fix;
        IsGoodFix = turn.IsGoodFix;
    }
}
