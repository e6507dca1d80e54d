using System.Globalization;
using System.Text;
using Gannet.Datasets.Reading;
using Gannet.Datasets.Writing;
using Gannet.Imaging.Codecs;

namespace Gannet.Datasets.Csv;

/// <summary>Writes <c>SPLIT_labels.csv</c>, <c>images/SPLIT/</c> and
/// <c>classes.txt</c>, since CSV does not store the class order.</summary>
internal sealed class CsvWriter(string root) : FormatWriter(root)
{
    public override void Write(IReadOnlyList<AnnotatedDataset> splits, ImagePlacer placer)
    {
        foreach (var split in splits)
        {
            var names = new OutputNames(byStem: false, flat: false);
            var text = new StringBuilder("filename,width,height,class,xmin,ymin,xmax,ymax\n");
            foreach (var picture in split.Images)
            {
                var name = names.Take(NameInSplit(picture, split.Split));
                placer.Place(picture, Path.Combine(Root, "images", split.Split ?? ""), name);
                WriteRows(text, picture, CsvLine.Quote(name), split.Classes);
            }

            var file = split.Split is null ? "labels.csv" : $"{split.Split}_labels.csv";
            ImageFile.Write(Path.Combine(Root, file), Encoding.UTF8.GetBytes(text.ToString()));
        }

        ClassList.Write(Root, splits[0].Classes);
    }

    private void WriteRows(StringBuilder text, AnnotatedImage picture, string name, IReadOnlyList<string> classes)
    {
        var rows = 0;
        foreach (var annotation in picture.Annotations)
        {
            if (annotation.IsCrowd)
            {
                Lose("crowds are left out, since in CSV they would become ordinary objects");
                continue;
            }

            if (annotation.IsDifficult) Lose("difficult objects become ordinary ones");
            if (annotation.Segmentation is not null) Lose("outlines are left out");
            var box = annotation.Box;
            text.Append(
                CultureInfo.InvariantCulture,
                $"{name},{picture.Width},{picture.Height},{CsvLine.Quote(classes[annotation.Label])},{box.X1},{box.Y1},{box.X2},{box.Y2}\n");
            rows++;
        }

        if (rows == 0) text.Append(CultureInfo.InvariantCulture, $"{name},{picture.Width},{picture.Height},,,,,\n");
    }
}
