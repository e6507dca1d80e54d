using System.Text;
using Gannet.Torch.Serialization;
using Gannet.Torch.Serialization.Pickle;

namespace Gannet.Torch.Tests.Serialization.Pickle;

/// <summary>Pickles are written here as Latin-1 text; the opcodes are those of Python's pickletools.</summary>
public sealed class PickleMachineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("N.", null)]
    [InlineData("\u0088.", true)]
    [InlineData("I01\n.", true)]
    [InlineData("I-7\n.", -7L)]
    [InlineData("L12L\n.", 12L)]
    [InlineData("K\u00ff.", 255L)]
    [InlineData("J\u00fe\u00ff\u00ff\u00ff.", -2L)]
    [InlineData("\u008a\u0002\u0000\u0080.", -32768L)]
    [InlineData("\u008a\u0000.", 0L)]
    [InlineData("G\u003f\u00f8\u0000\u0000\u0000\u0000\u0000\u0000.", 1.5)]
    [InlineData("X\u0002\u0000\u0000\u0000\u00c3\u00a4.", "ä")]
    [InlineData("\u008c\u0001a\u0094.", "a")]
    [InlineData("K\u0001K\u00020.", 1L)]
    [InlineData("K\u0001q\u0005K\u00020h\u0005.", 1L)]
    public void A_plain_value_is_what_Python_reads(string pickle, object? value) => Assert.Equal(value, Run(pickle));

    [Fact]
    public void Containers_nest_and_keep_their_order()
    {
        var root = Assert.IsType<PickleDictionary>(Run("}(U\u0001a](K\u0001K\u0002eU\u0001bK\u0003K\u0004\u0086u."));

        Assert.Equal(["a", "b"], root.Entries.Select(static entry => entry.Key));
        Assert.Equal([1L, 2L], Assert.IsType<List<object?>>(root.Find("a")));
        Assert.Equal([3L, 4L], Assert.IsType<object?[]>(root.Find("b")));
    }

    [Theory]
    [InlineData(".", "empty stack")]
    [InlineData("(.", "empty stack")]
    [InlineData("K\u0001(0.", "empty stack")]
    [InlineData("t.", "a mark that is not there")]
    [InlineData("h\u0001.", "recalls 1")]
    [InlineData("K\u0001K\u0002a.", "not a list")]
    [InlineData("NNNs.", "not a dictionary")]
    [InlineData("K\u0001)R.", "not a name")]
    [InlineData("ccollections\nOrderedDict\nK\u0001\u0085R.", "does not take")]
    [InlineData("Q.", "empty stack")]
    [InlineData("NQ.", "other than a storage")]
    [InlineData("\u0080\u0006N.", "newer protocol")]
    [InlineData("\u0082\u0001.", "opcode 0x82")]
    [InlineData("(ios\nsystem\n.", "opcode 0x69")]
    [InlineData("cos\nsystem\n.", "wants to run 'os.system', refused")]
    [InlineData("U\u0002osU\u0006system\u0093.", "wants to run 'os.system', refused")]
    [InlineData("ctorch\nComplexFloatStorage\n.", "ComplexFloat elements")]
    [InlineData("\u008a\u00ff", "255 bytes")]
    [InlineData("N", "more bytes")]
    public void Anything_else_is_refused(string pickle, string reason)
    {
        var error = Assert.Throws<InvalidDataException>(() => Run(pickle));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private object? Run(string pickle)
    {
        var path = _folder.File("pickle");
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(pickle));
        using var file = new RandomAccessFile(path);
        return new PickleMachine(file, new PickleCursor(file, file.Read(0, file.Length))).Run();
    }
}
