using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Gannet.Datasets.Yolo;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gannet.Datasets.Editing;

/// <summary>Changes the classes in a <c>data.yaml</c> and leaves everything else in it as it is, comments too.</summary>
internal static class YoloClassEdit
{
    /// <summary>The text of the file with other classes; of a file that does not exist yet, with the pictures beside it.</summary>
    public static string Apply(string path, IReadOnlyList<string> classes)
    {
        if (!File.Exists(path)) return "train: .\n" + Names(classes);
        var text = RegularFile.ReadAllText(path);
        _ = YoloYaml.Load(path); // it is well-formed, and has no aliases
        var parser = new Parser(new StringReader(text));
        parser.Consume<StreamStart>();
        parser.Consume<DocumentStart>();
        if (parser.Consume<MappingStart>().Style == MappingStyle.Flow)
            throw new InvalidDataException($"{path}: its classes cannot be changed in this form; write 'names:' on a line of its own.");
        var edits = new List<(long From, long To, string Text)>();
        while (!parser.Accept<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>();
            var (from, to) = Value(parser);
            if (key.Value == "names") edits.Add((key.Start.Index, to, Names(classes).TrimEnd('\n')));
            if (key.Value == "nc") edits.Add((from, to, classes.Count.ToString(CultureInfo.InvariantCulture)));
        }

        foreach (var (from, to, replacement) in edits.OrderByDescending(static e => e.From))
            text = string.Concat(text.AsSpan(0, (int)from), replacement, text.AsSpan((int)to));
        return text;
    }

    // Where a value begins and ends. The end of a block is where the next key begins; that of its last scalar leaves the comments between them.
    private static (long From, long To) Value(Parser parser)
    {
        var (from, to, open) = (parser.Current!.Start.Index, 0L, new Stack<bool>());
        do
        {
            var here = parser.Consume<ParsingEvent>();
            if (here is SequenceStart sequence) open.Push(sequence.Style == SequenceStyle.Flow);
            else if (here is MappingStart mapping) open.Push(mapping.Style == MappingStyle.Flow);
            else if (here is Scalar) to = here.End.Index;
            else if (open.Pop()) to = here.End.Index + 1; // the parser's mark is before the bracket
        }
        while (open.Count > 0);
        return (from, to);
    }

    // Any JSON string is also a valid YAML string.
    private static string Names(IReadOnlyList<string> classes)
    {
        var text = new StringBuilder("names:\n");
        for (var k = 0; k < classes.Count; k++)
            text.Append(CultureInfo.InvariantCulture, $"  {k}: \"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(classes[k])}\"\n");
        return text.ToString();
    }
}
