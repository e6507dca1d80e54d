using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Normalization;

public sealed class LocalResponseTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Neighbours_in_channels_damp(int size) =>
        Oracle.AssertSame(new SmallGraph().Map("x", Floats(1, 2, 9, 4, 5)).Node("LRN", ["x"], ["y"], ("size", size), ("alpha", 0.1f), ("bias", 2f)).Output("y"));
}
