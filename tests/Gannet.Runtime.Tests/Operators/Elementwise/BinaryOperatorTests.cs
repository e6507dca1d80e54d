using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Elementwise;

public sealed class BinaryOperatorTests
{
    public static TheoryData<string, string, string> Shapes()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var op in (string[])["Add", "Sub", "Mul", "Div", "Min", "Max"])
        {
            foreach (var (a, b) in ((string, string)[])[("2,3,4", "2,3,4"), ("2,3,40", "40"), ("40", "2,3,40"), ("2,1,5", "3,1"), ("", "7"), ("5,1", ""), ("0,3", "1"), ("2,3,4,5", "3,1,1"), ("1", "")])
                data.Add(op, a, b);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Operands_are_stretched(string op, string a, string b) => Oracle.AssertSame(
        new SmallGraph().Input("a", Floats(1, Shape(a))).Input("b", Floats(2, Shape(b))).Node(op, ["a", "b"], ["y"]).Output("y"));

    [Theory]
    [InlineData("2,8,5,7", "2,8,5,7")]
    [InlineData("2,8,5,7", "8,1,1")]
    [InlineData("2,8,5,7", "2,8,1,1")]
    [InlineData("2,8,5,7", "5,7")]
    [InlineData("2,8,5,7", "")]
    [InlineData("1,8,1,1", "2,8,5,7")]
    public void Maps_keep_their_channels_last(string a, string b)
    {
        Oracle.AssertSame(new SmallGraph().Map("a", Floats(1, Shape(a))).Input("b", Floats(2, Shape(b))).Node("Sub", ["a", "b"], ["y"]).Output("y"));
        Oracle.AssertSame(new SmallGraph().Map("a", Floats(1, Shape(a))).Input("b", Floats(2, Shape(b))).Node("Sub", ["b", "a"], ["y"]).Output("y"));
    }

    [Theory]
    [InlineData("Add")]
    [InlineData("Div")]
    [InlineData("Mod")]
    public void Whole_numbers_stay_whole(string op)
    {
        Oracle.AssertSame(new SmallGraph().Input("a", Integers(1, -50, 50, 3, 41)).Input("b", Integers(2, 1, 9, 41)).Node(op, ["a", "b"], ["y"]).Output("y", OnnxElementType.Int64));
        Oracle.AssertSame(new SmallGraph().Input("a", OnnxTensor.From<int>([7, -7, 7, -7], 4)).Input("b", OnnxTensor.From<int>([3, 3, -3, -3], 4)).Node(op, ["a", "b"], ["y"])
            .Output("y", OnnxElementType.Int32));
    }

    [Fact]
    public void A_remainder_may_follow_the_dividend() => Oracle.AssertSame(
        new SmallGraph().Input("a", Floats(1, 33)).Input("b", Floats(2, 33)).Node("Mod", ["a", "b"], ["y"], ("fmod", 1)).Output("y"));

    [Theory]
    [InlineData("Sum")]
    [InlineData("Mean")]
    [InlineData("Max")]
    [InlineData("Min")]
    public void Any_number_of_operands_is_combined(string op)
    {
        Oracle.AssertSame(new SmallGraph().Input("a", Floats(1, 2, 3)).Input("b", Floats(2, 3)).Input("c", Floats(3, 2, 1)).Node(op, ["a", "b", "c"], ["y"]).Output("y"));
        Oracle.AssertSame(new SmallGraph().Input("a", Floats(1, 2, 3)).Node(op, ["a"], ["y"]).Output("y"));
    }

    [Fact]
    public void Writing_over_an_operand_does_not_change_others() => Oracle.AssertSame(
        new SmallGraph().Input("x", Floats(1, 4, 50)).Node("Relu", ["x"], ["a"]).Node("Add", ["a", "a"], ["b"]).Node("Identity", ["b"], ["c"])
            .Node("Mul", ["b", "c"], ["d"]).Node("Sub", ["d", "b"], ["e"]).Node("Add", ["e", "c"], ["y"]).Output("y").Output("d"));

    private static int[] Shape(string text) => text.Length == 0 ? [] : [.. text.Split(',').Select(int.Parse)];
}
