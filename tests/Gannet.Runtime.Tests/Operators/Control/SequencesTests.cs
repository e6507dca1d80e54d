using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Control;

public sealed class SequencesTests
{
    [Fact]
    public void Tensors_are_inserted_taken_and_joined() => Oracle.AssertSame(
        new SmallGraph().Input("a", Floats(1, 2, 3)).Input("b", Floats(2, 2, 3)).Input("c", Floats(3, 2, 3)).Constant("zero", Scalar(0L)).Constant("last", Scalar(-1L))
            .Node("SequenceEmpty", [], ["s0"]).Node("SequenceInsert", ["s0", "a"], ["s1"]).Node("SequenceInsert", ["s1", "b"], ["s2"]).Node("SequenceInsert", ["s2", "c", "zero"], ["s3"])
            .Node("ConcatFromSequence", ["s3"], ["joined"], ("axis", 1)).Node("ConcatFromSequence", ["s3"], ["stacked"], ("axis", -1), ("new_axis", 1))
            .Node("SequenceAt", ["s3", "last"], ["taken"]).Node("SequenceLength", ["s3"], ["length"])
            .Output("joined").Output("stacked").Output("taken").Output("length", OnnxElementType.Int64));

    [Fact]
    public void A_tensor_is_cut_into_slices_or_parts() => Oracle.AssertSame(
        new SmallGraph().Input("x", Floats(1, 5, 3)).Constant("two", Scalar(2L)).Constant("lengths", List(1, 4))
            .Node("SplitToSequence", ["x"], ["slices"], ("keepdims", 0)).Node("SplitToSequence", ["x", "two"], ["pairs"]).Node("SplitToSequence", ["x", "lengths"], ["parts"])
            .Node("ConcatFromSequence", ["slices"], ["a"], ("axis", 0)).Node("ConcatFromSequence", ["pairs"], ["b"], ("axis", 0)).Node("ConcatFromSequence", ["parts"], ["c"], ("axis", 0))
            .Output("a").Output("b").Output("c"));
}
