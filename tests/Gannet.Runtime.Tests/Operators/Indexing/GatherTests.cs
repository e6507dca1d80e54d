using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Indexing;

public sealed class GatherTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void Slices_are_taken_along_any_axis(int axis) => Oracle.AssertSame(
        new SmallGraph().Input("x", Floats(1, 5, 6, 7)).Input("i", Integers(2, -5, 5, 2, 3)).Node("Gather", ["x", "i"], ["y"], ("axis", axis)).Output("y"));

    [Fact]
    public void An_index_outside_is_an_error()
    {
        var graph = new SmallGraph().Input("x", Floats(1, 5)).Input("i", List(5)).Node("Gather", ["x", "i"], ["y"]).Output("y");
        using var session = OnnxSession.Load(graph.Bytes);
        Assert.Contains("the index 5 is outside of [-5, 5)", Assert.Throws<InvalidDataException>(() => session.Run(graph.Inputs)).Message, StringComparison.Ordinal);
    }
}
