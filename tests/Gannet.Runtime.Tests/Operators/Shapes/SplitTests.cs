using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Shapes;

public sealed class SplitTests
{
    [Fact]
    public void Lengths_are_an_attribute_an_input_or_even()
    {
        Oracle.AssertSame(new SmallGraph(11).Input("x", Floats(1, 7, 4)).Node("Split", ["x"], ["a", "b"], ("split", new[] { 2, 5 }), ("axis", 0)).Output("a").Output("b"));
        Oracle.AssertSame(new SmallGraph(13).Input("x", Floats(1, 7, 4)).Constant("l", List(1, 3)).Node("Split", ["x", "l"], ["a", "b"], ("axis", -1)).Output("a").Output("b"));
        Oracle.AssertSame(new SmallGraph(13).Map("x", Floats(1, 2, 6, 4, 4)).Node("Split", ["x"], ["a", "b", "c"], ("axis", 1)).Output("a").Output("b").Output("c"));
    }
}
