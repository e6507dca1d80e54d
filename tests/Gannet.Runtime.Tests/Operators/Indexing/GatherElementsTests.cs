using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Indexing;

public sealed class GatherElementsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void Elements_are_taken_along_any_axis(int axis) => Oracle.AssertSame(
        new SmallGraph().Input("x", Floats(1, 4, 4, 4)).Input("i", Integers(2, -4, 4, 3, 4, 2)).Node("GatherElements", ["x", "i"], ["y"], ("axis", axis)).Output("y"));
}
