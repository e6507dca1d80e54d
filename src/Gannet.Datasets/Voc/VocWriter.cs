using System.Globalization;
using System.Text;
using System.Xml;
using Gannet.Datasets.Reading;
using Gannet.Datasets.Writing;
using Gannet.Imaging.Codecs;

namespace Gannet.Datasets.Voc;

/// <summary>Writes <c>Annotations/</c>, <c>JPEGImages/</c>, <c>ImageSets/Main/SPLIT.txt</c> and <c>classes.txt</c>, since XML does not
/// store the class order.</summary>
internal sealed class VocWriter(string root) : FormatWriter(root)
{
    private static readonly XmlWriterSettings s_settings = new() { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true, Encoding = new UTF8Encoding(false), CheckCharacters = true };

    public override void Write(IReadOnlyList<AnnotatedDataset> splits, ImagePlacer placer)
    {
        var annotations = Directory.CreateDirectory(Path.Combine(Root, "Annotations")).FullName;
        var pictures = Directory.CreateDirectory(Path.Combine(Root, "JPEGImages")).FullName;
        var names = new OutputNames(byStem: true, flat: true);

        // A picture in two splits (train and trainval) is written once.
        var placed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var split in splits)
        {
            var stems = new StringBuilder();
            foreach (var picture in split.Images)
            {
                if (!placed.TryGetValue(picture.Path, out var name))
                {
                    placed[picture.Path] = name = names.Take(NameInSplit(picture, split.Split));
                    placer.Place(picture, pictures, name);
                    ImageFile.Write(
                        Path.Combine(annotations, Path.GetFileNameWithoutExtension(name) + ".xml"), Xml(picture, name, split.Classes));
                }

                stems.Append(Path.GetFileNameWithoutExtension(name)).Append('\n');
            }

            if (split.Split is null) continue;
            var sets = Directory.CreateDirectory(Path.Combine(Root, "ImageSets", "Main")).FullName;
            ImageFile.Write(Path.Combine(sets, split.Split + ".txt"), Encoding.UTF8.GetBytes(stems.ToString()));
        }

        ClassList.Write(Root, splits[0].Classes);
    }

    private byte[] Xml(AnnotatedImage picture, string name, IReadOnlyList<string> classes)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, s_settings))
        {
            xml.WriteStartElement("annotation");
            xml.WriteElementString("folder", "JPEGImages");
            xml.WriteElementString("filename", name);
            xml.WriteStartElement("size");
            Number(xml, "width", picture.Width);
            Number(xml, "height", picture.Height);
            Number(xml, "depth", 3);
            xml.WriteEndElement();
            Number(xml, "segmented", 0);
            foreach (var annotation in picture.Annotations) WriteObject(xml, annotation, classes[annotation.Label]);
            xml.WriteEndElement();
        }

        return buffer.ToArray();
    }

    private void WriteObject(XmlWriter xml, Annotation annotation, string className)
    {
        if (annotation.IsCrowd) Lose("crowds are marked as difficult, since VOC has no crowds");
        if (annotation.Segmentation is not null) Lose("outlines are left out");
        xml.WriteStartElement("object");
        xml.WriteElementString("name", className);
        xml.WriteElementString("pose", "Unspecified");
        Number(xml, "truncated", 0);
        Number(xml, "difficult", annotation.IsDifficult || annotation.IsCrowd ? 1 : 0);
        xml.WriteStartElement("bndbox");
        Number(xml, "xmin", annotation.Box.X1);
        Number(xml, "ymin", annotation.Box.Y1);
        Number(xml, "xmax", annotation.Box.X2);
        Number(xml, "ymax", annotation.Box.Y2);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Number(XmlWriter xml, string name, float value) =>
        xml.WriteElementString(name, value.ToString(CultureInfo.InvariantCulture));
}
