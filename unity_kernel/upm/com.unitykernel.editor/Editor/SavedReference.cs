using System;
using System.Collections;
using System.IO;
using Object = UnityEngine.Object;

namespace UnityKernel
{
    /// <summary>Something of .NET that Python holds, as it goes through a domain reload.</summary>
    internal sealed class SavedReference
    {
        static readonly string[] NoTexts = new string[0];
        static readonly byte[] NoBytes = new byte[0];

        internal ReferenceKind Kind;

        /// <summary>Assembly-qualified name of the object's type, or of the type that the object is.</summary>
        internal string TypeName = "";

        /// <summary>Identities, strings, a number, or how the fields of a struct lie.</summary>
        internal string[] Texts = NoTexts;

        internal byte[] Bytes = NoBytes;

        /// <summary>Of <see cref="ReferenceKind.Same"/>: the number of the earlier reference. Of Bound: the target's address.</summary>
        internal long Link;

        /// <summary>What a tombstone says of it beside its type: a name in quotes, a number of items.</summary>
        internal string Detail = "";

        /// <summary>Its hash code, so that a dictionary still finds a tombstone.</summary>
        internal int Hash;

        internal static SavedReference Of(object instance)
        {
            Type type = instance.GetType();
            var saved = new SavedReference { TypeName = type.AssemblyQualifiedName ?? "" };
            try
            {
                saved.Take(instance, type);
                saved.Hash = instance.GetHashCode();
            }
            catch (Exception)
            {
                saved.Kind = ReferenceKind.Lost; // whatever code of the user's raises: the others go on
            }
            return saved;
        }

        void Take(object instance, Type type)
        {
            var unityObject = instance as Object;
            var unityObjects = instance as Object[];
            if (!ReferenceEquals(unityObject, null))
            {
                Kind = ReferenceKind.UnityObject;
                Texts = new[] { ObjectIdentity.Of(unityObject) };
                Detail = unityObject == null || unityObject.name == "" ? "" : "\"" + unityObject.name + "\"";
            }
            else if (unityObjects != null)
            {
                Kind = ReferenceKind.UnityObjects;
                Texts = Array.ConvertAll(unityObjects, each => ReferenceEquals(each, null) ? "" : ObjectIdentity.Of(each));
            }
            else if (instance is Type)
            {
                Kind = ReferenceKind.Type;
                TypeName = ((Type)instance).AssemblyQualifiedName ?? "";
            }
            else if (type.IsEnum)
            {
                Kind = ReferenceKind.Enumeration;
                Texts = new[] { Enum.Format(type, instance, "D") };
            }
            else if (instance is string)
            {
                Kind = ReferenceKind.Text;
                Texts = new[] { (string)instance };
            }
            else if (instance is string[])
            {
                Kind = ReferenceKind.Texts;
                Texts = (string[])instance;
            }
            else if (PlainData.Fits(type))
            {
                Kind = ReferenceKind.Plain;
                Texts = new[] { PlainData.Layout(type) };
                Bytes = PlainData.Save(instance);
            }
            else if (type.IsArray && type.GetArrayRank() == 1 && PlainData.Fits(type.GetElementType()))
            {
                Kind = ReferenceKind.PlainArray;
                Texts = new[] { PlainData.Layout(type.GetElementType()) };
                Bytes = PlainData.SaveArray((Array)instance);
            }
            var items = instance as ICollection;
            if (items != null)
            {
                Detail = items.Count == 1 ? "of 1 item" : "of " + items.Count + " items";
            }
        }

        /// <summary>The object in this domain, or null where it is lost.</summary>
        internal object Load(Func<string, Type> find)
        {
            Type type = find(TypeName);
            if (type == null)
            {
                return null; // deleted or renamed
            }
            switch (Kind)
            {
                case ReferenceKind.UnityObject:
                    Object found = ObjectIdentity.Find(Texts[0]);
                    return type.IsInstanceOfType(found) ? found : null;
                case ReferenceKind.UnityObjects:
                    Array array = Array.CreateInstance(type.GetElementType(), Texts.Length);
                    for (int i = 0; i < Texts.Length; i++)
                    {
                        Object each = ObjectIdentity.Find(Texts[i]);
                        array.SetValue(type.GetElementType().IsInstanceOfType(each) ? each : null, i);
                    }
                    return array;
                case ReferenceKind.Enumeration:
                    return Enum.Parse(type, Texts[0]);
                case ReferenceKind.Type:
                    return type;
                case ReferenceKind.Plain:
                    return PlainData.Layout(type) == Texts[0] ? PlainData.Load(type, Bytes) : null;
                case ReferenceKind.PlainArray:
                    return PlainData.Layout(type.GetElementType()) == Texts[0] ? PlainData.LoadArray(type.GetElementType(), Bytes) : null;
                case ReferenceKind.Text:
                    return Texts[0];
                case ReferenceKind.Texts:
                    return Texts;
                default:
                    return null;
            }
        }

        internal void Write(BinaryWriter writer)
        {
            writer.Write((byte)Kind);
            writer.Write(TypeName);
            writer.Write(Texts.Length);
            foreach (string text in Texts)
            {
                writer.Write(text != null);
                writer.Write(text ?? "");
            }
            writer.Write(Bytes.Length);
            writer.Write(Bytes);
            writer.Write(Link);
            writer.Write(Detail);
            writer.Write(Hash);
        }

        internal static SavedReference Read(BinaryReader reader)
        {
            var saved = new SavedReference { Kind = (ReferenceKind)reader.ReadByte(), TypeName = reader.ReadString() };
            saved.Texts = new string[reader.ReadInt32()];
            for (int i = 0; i < saved.Texts.Length; i++)
            {
                bool isThere = reader.ReadBoolean();
                string text = reader.ReadString();
                saved.Texts[i] = isThere ? text : null;
            }
            saved.Bytes = reader.ReadBytes(reader.ReadInt32());
            saved.Link = reader.ReadInt64();
            saved.Detail = reader.ReadString();
            saved.Hash = reader.ReadInt32();
            return saved;
        }
    }
}
