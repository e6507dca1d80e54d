using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Pooling;

public sealed class GlobalPoolTests
{
    [Theory]
    [InlineData("GlobalAveragePool")]
    [InlineData("GlobalMaxPool")]
    public void Channels_become_numbers(string op)
    {
        Oracle.AssertSame(new SmallGraph().Map("x", Floats(1, 2, 19, 7, 6)).Node(op, ["x"], ["y"]).Output("y"));
        Oracle.AssertSame(new SmallGraph().Input("x", Floats(1, 2, 3, 7, 6)).Node(op, ["x"], ["y"]).Output("y"));
        Oracle.AssertSame(new SmallGraph().Input("x", Floats(1, 2, 3, 50)).Node(op, ["x"], ["y"]).Output("y"));
    }
}
