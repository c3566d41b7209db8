using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Object = UnityEngine.Object;

namespace UnityKernel
{
    /// <summary>
    /// Reads a member of many objects in one call, for <c>unity.table</c>. Public only because Python sees nothing else; not
    /// for users. Main thread.
    /// </summary>
    /// <remarks>
    /// Whatever it cannot do (a null or a getter that throws on the way, a type without columns), it declines, and Python
    /// reads the column object by object, where each failure can be told.
    /// </remarks>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public sealed class TableReader
    {
        const char Separator = '\u001f';
        const string ClassColumn = "class";
        static readonly string[] Copying = { "material", "materials", "mesh" };
        static readonly Dictionary<string, string> Parts = new Dictionary<string, string>
        {
            { "UnityEngine.Vector2", "x,y" },
            { "UnityEngine.Vector3", "x,y,z" },
            { "UnityEngine.Vector4", "x,y,z,w" },
            { "UnityEngine.Quaternion", "x,y,z,w" },
            { "UnityEngine.Vector2Int", "x,y" },
            { "UnityEngine.Vector3Int", "x,y,z" },
            { "UnityEngine.Color", "r,g,b,a" },
        };
        static readonly Dictionary<string, Action<Object, double[], int>> Compiled =
            new Dictionary<string, Action<Object, double[], int>>();
        static readonly Dictionary<string, Func<Object, string>> CompiledTexts = new Dictionary<string, Func<Object, string>>();

        readonly Object[] objects;
        readonly Type shared;

        /// <summary>For objects of any types.</summary>
        public TableReader(Object[] objects)
        {
            this.objects = objects;
            IsWhole = true;
            foreach (Object each in objects)
            {
                if (each == null)
                {
                    IsWhole = false;
                    continue;
                }
                Type type = each.GetType();
                shared = shared ?? type;
                while (!shared.IsAssignableFrom(type))
                {
                    shared = shared.BaseType;
                }
            }
        }

        /// <summary>Whether none of the objects is missing or destroyed; only then may columns be read.</summary>
        public bool IsWhole { get; private set; }

        /// <summary>The full names of the type that the objects share and of its bases, nearest first, with commas.</summary>
        public string Lineage()
        {
            var names = new List<string>();
            for (Type type = shared; type != null; type = type.BaseType)
            {
                names.Add(type.FullName);
            }
            return string.Join(",", names.ToArray());
        }

        /// <summary>The objects' identities, as <see cref="ObjectIdentity.Of"/> has them, with separators.</summary>
        public string Ids()
        {
            MethodInfo method = typeof(Object).GetMethod("GetEntityId", Type.EmptyTypes) == null
                ? typeof(Object).GetMethod("GetInstanceID", Type.EmptyTypes) : null;
            if (method == null)
            {
                return Joined(ObjectIdentity.Of);
            }
            var read = (Func<Object, int>)Delegate.CreateDelegate(typeof(Func<Object, int>), method);
            return Joined(each => read(each).ToString(CultureInfo.InvariantCulture));
        }

        /// <summary>
        /// What a column holds: "text", "flag", "integer" or "number", or the names of several numbers with commas; empty for
        /// what it cannot read.
        /// </summary>
        public string Kind(string path)
        {
            if (path == ClassColumn)
            {
                return "text";
            }
            Expression member = Member(Expression.Parameter(typeof(Object), "each"), path);
            if (member == null)
            {
                return "";
            }
            Type type = member.Type;
            string parts;
            if (Parts.TryGetValue(type.FullName ?? "", out parts))
            {
                return parts;
            }
            if (type == typeof(string) || type.IsEnum)
            {
                return "text";
            }
            if (type == typeof(bool))
            {
                return "flag";
            }
            if (type == typeof(float) || type == typeof(double))
            {
                return "number";
            }
            bool isInteger = type == typeof(int) || type == typeof(uint) || type == typeof(short) || type == typeof(ushort)
                || type == typeof(byte) || type == typeof(sbyte);
            return isInteger ? "integer" : "";
        }

        /// <summary>
        /// Writes a column's numbers, those of an object beside each other, as doubles to an address; false if it could not.
        /// </summary>
        public bool Numbers(string path, int width, long address)
        {
            var buffer = new double[objects.Length * width];
            try
            {
                Action<Object, double[], int> read = NumberReader(path);
                for (int i = 0; i < objects.Length; i++)
                {
                    read(objects[i], buffer, i * width);
                }
            }
            catch (Exception)
            {
                return false;
            }
            Marshal.Copy(buffer, 0, new IntPtr(address), buffer.Length);
            return true;
        }

        /// <summary>A column's texts with separators; null if it could not, or if a text has such a separator.</summary>
        public string Texts(string path)
        {
            try
            {
                return Joined(path == ClassColumn ? each => each.GetType().FullName : TextReader(path));
            }
            catch (Exception)
            {
                return null;
            }
        }

        string Joined(Func<Object, string> read)
        {
            var text = new StringBuilder(objects.Length * 16);
            for (int i = 0; i < objects.Length; i++)
            {
                string value = read(objects[i]);
                if (value == null || value.IndexOf(Separator) >= 0)
                {
                    return null;
                }
                text.Append(i == 0 ? "" : "\u001f").Append(value);
            }
            return text.ToString();
        }

        Action<Object, double[], int> NumberReader(string path)
        {
            string key = shared.AssemblyQualifiedName + ":" + path;
            Action<Object, double[], int> found;
            if (Compiled.TryGetValue(key, out found))
            {
                return found;
            }
            ParameterExpression each = Expression.Parameter(typeof(Object), "each");
            ParameterExpression buffer = Expression.Parameter(typeof(double[]), "buffer");
            ParameterExpression at = Expression.Parameter(typeof(int), "at");
            Expression member = Member(each, path);
            ParameterExpression value = Expression.Variable(member.Type, "value");
            var steps = new List<Expression> { Expression.Assign(value, member) };
            string parts;
            if (!Parts.TryGetValue(member.Type.FullName ?? "", out parts))
            {
                Expression number = member.Type == typeof(bool)
                    ? (Expression)Expression.Condition(value, Expression.Constant(1.0), Expression.Constant(0.0))
                    : Expression.Convert(value, typeof(double));
                steps.Add(Expression.Assign(Expression.ArrayAccess(buffer, at), number));
            }
            else
            {
                string[] names = parts.Split(',');
                for (int i = 0; i < names.Length; i++)
                {
                    Expression place = Expression.ArrayAccess(buffer, Expression.Add(at, Expression.Constant(i)));
                    Expression part = Expression.PropertyOrField(value, names[i]);
                    steps.Add(Expression.Assign(place, Expression.Convert(part, typeof(double))));
                }
            }
            Expression body = Expression.Block(typeof(void), new[] { value }, steps);
            found = Expression.Lambda<Action<Object, double[], int>>(body, each, buffer, at).Compile();
            Compiled[key] = found;
            return found;
        }

        Func<Object, string> TextReader(string path)
        {
            string key = shared.AssemblyQualifiedName + ":" + path;
            Func<Object, string> found;
            if (CompiledTexts.TryGetValue(key, out found))
            {
                return found;
            }
            ParameterExpression each = Expression.Parameter(typeof(Object), "each");
            Expression member = Member(each, path);
            if (member.Type != typeof(string))
            {
                member = Expression.Call(Expression.Convert(member, typeof(object)), typeof(object).GetMethod("ToString"));
            }
            found = Expression.Lambda<Func<Object, string>>(member, each).Compile();
            CompiledTexts[key] = found;
            return found;
        }

        /// <summary>The member that a dotted path leads to; null if a step of it is not public, or copies an asset.</summary>
        Expression Member(ParameterExpression each, string path)
        {
            if (shared == null)
            {
                return null;
            }
            Expression found = Expression.Convert(each, shared);
            foreach (string name in path.Split('.'))
            {
                if (Array.IndexOf(Copying, name) >= 0)
                {
                    return null;
                }
                MemberInfo member = Public(found.Type, name);
                if (member == null)
                {
                    return null;
                }
                found = Expression.MakeMemberAccess(found, member);
            }
            return found;
        }

        static MemberInfo Public(Type type, string name)
        {
            for (; type != null; type = type.BaseType)
            {
                const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
                PropertyInfo property = type.GetProperty(name, Own);
                if (property != null)
                {
                    return property.GetGetMethod() != null && property.GetIndexParameters().Length == 0 ? property : null;
                }
                FieldInfo field = type.GetField(name, Own);
                if (field != null)
                {
                    return field;
                }
            }
            return null;
        }
    }
}
