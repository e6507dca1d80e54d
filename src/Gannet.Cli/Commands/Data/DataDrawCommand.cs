using System.CommandLine;
using Gannet.Cli.Output;
using Gannet.Cli.Parsing;
using Gannet.Datasets;
using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;
using Gannet.Imaging.Codecs;
using Gannet.Imaging.Drawing;
using Gannet.Masks;

namespace Gannet.Cli.Commands.Data;

/// <summary><c>gannet data draw</c>: draws a data set's boxes into its pictures, so that a person can see what will be learnt.</summary>
internal sealed class DataDrawCommand : GannetCommand
{
    private readonly Option<string> _data = new("--data")
    {
        Description = "Folder of the data set, or its annotation file.",
        HelpName = "DIR|FILE",
        Required = true,
    };

    private readonly Option<string> _out = new("--out")
    {
        Description = "Folder to write the drawn pictures to.",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<string?> _split = new("--split") { Description = "Draw only this split.", HelpName = "NAME" };

    private readonly Option<string?> _images = new("--images")
    {
        Description = "Folder of the pictures, if the data set does not name it.",
        HelpName = "DIR",
    };

    private readonly Option<int?> _limit = new("--limit") { Description = "Draw only the first N pictures.", HelpName = "N" };

    public DataDrawCommand(CommandContext context)
        : base(context, "draw", "Draws the boxes of a data set into copies of its pictures.")
    {
        Options.Add(_data);
        Options.Add(_out);
        Options.Add(_split);
        Options.Add(_images);
        Options.Add(_limit);
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        if (parse.GetValue(_limit) is < 1) throw new UsageException("--limit must be 1 or more pictures.");
        var options = new DatasetReadOptions { Split = parse.GetValue(_split), ImagesFolder = parse.GetValue(_images) };
        var reading = UprightLabels.Of(DatasetReader.Read(parse.GetValue(_data)!, options));
        DataProblems.Write(Context, reading.Problems, parse.GetValue(_data)!);

        var folder = Path.GetFullPath(parse.GetValue(_out)!);
        var pictures = reading.Dataset.Images.Take(parse.GetValue(_limit) ?? int.MaxValue).ToArray();
        var failures = DrawAll(pictures, reading.Dataset.Classes, folder, cancellation);
        foreach (var failure in failures) Context.Error.WriteLine($"not drawn: {failure}");
        Context.Error.WriteLine($"Drew {pictures.Length - failures.Count} of {pictures.Length} pictures into {folder}");
        return failures.Count == 0 ? ExitCode.Done : ExitCode.WrongInput;
    }

    // Decoding and encoding take nearly all the time and are independent.
    private static List<string> DrawAll(
        AnnotatedImage[] pictures, IReadOnlyList<string> classes, string folder, CancellationToken cancellation)
    {
        ImageEncoder.Require();
        var failures = new string?[pictures.Length];
        var targets = Array.ConvertAll(pictures, picture => Target(folder, picture));
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, pictures.Length, options, i =>
        {
            try
            {
                var picture = ImageDecoder.Decode(pictures[i].Path);
                var boxes = pictures[i].Annotations.Select(annotation => DrawnBox.Of(annotation.Box, annotation.Label, classes) with
                {
                    Text = classes[annotation.Label] + (annotation.IsCrowd ? " (crowd)" : annotation.IsDifficult ? " (difficult)" : ""),
                    Mask = annotation.Segmentation is { } outline ? RunLengthMask.From(outline, picture.Height, picture.Width) : null,
                });
                var drawn = BoxDrawer.Draw(picture, [.. boxes]);
                Directory.CreateDirectory(Path.GetDirectoryName(targets[i])!);
                ImageEncoder.Write(drawn, targets[i]);
            }
            catch (Exception error) when (error is InvalidDataException or FileNotFoundException)
            {
                failures[i] = error.Message.ReplaceLineEndings(" ");
            }
        });
        return [.. failures.OfType<string>()];
    }

    // The name comes from an annotation file. It must neither lead out of the folder nor overwrite the picture itself.
    private static string Target(string folder, AnnotatedImage picture)
    {
        var keep = Path.GetExtension(picture.FileName).ToUpperInvariant() is ".JPG" or ".JPEG" or ".PNG";
        var name = keep ? picture.FileName : picture.FileName + ".png";
        var target = Path.GetFullPath(Path.Combine(folder, name));
        if (!target.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            target = Path.Combine(folder, Path.GetFileName(name));

        if (target == picture.Path) throw new UsageException($"--out {folder} holds the data set's own pictures; name another folder.");
        return target;
    }
}
