using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace UnityEngine
{
    /// <summary>Flat objects of strings, numbers and booleans, which is all that the package writes.</summary>
    public static class JsonUtility
    {
        static readonly Regex Member = new Regex("\"((?:[^\"\\\\]|\\\\.)*)\"\\s*:\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^,}\\s]+)");

        public static T FromJson<T>(string json)
        {
            string text = json.Trim();
            if (text.Length == 0)
            {
                return default(T);
            }
            if (!text.StartsWith("{") || !text.EndsWith("}"))
            {
                throw new ArgumentException("JSON parse error: Invalid value.");
            }
            object result = Activator.CreateInstance(typeof(T), true);
            foreach (Match match in Member.Matches(text))
            {
                FieldInfo field = typeof(T).GetField(Unquote(match.Groups[1].Value));
                if (field == null)
                {
                    continue;
                }
                string value = match.Groups[2].Value;
                object read = value.StartsWith("\"") ? Unquote(value.Substring(1, value.Length - 2)) : value;
                field.SetValue(result, Convert.ChangeType(read, field.FieldType, CultureInfo.InvariantCulture));
            }
            return (T)result;
        }

        public static string ToJson(object obj, bool prettyPrint)
        {
            return ToJson(obj);
        }

        public static string ToJson(object obj)
        {
            IEnumerable<string> members = obj.GetType().GetFields(BindingFlags.Public | BindingFlags.Instance)
                .Select(field => Quote(field.Name) + ":" + Write(field.GetValue(obj)));
            return "{" + string.Join(",", members.ToArray()) + "}";
        }

        static string Write(object value)
        {
            if (value is bool)
            {
                return (bool)value ? "true" : "false";
            }
            return value == null || value is string ? Quote((string)value ?? "") : Convert.ToString(value, CultureInfo.InvariantCulture);
        }

        static string Quote(string text)
        {
            var quoted = new StringBuilder("\"");
            foreach (char each in text)
            {
                if (each == '"' || each == '\\')
                {
                    quoted.Append('\\').Append(each);
                }
                else if (each < ' ')
                {
                    quoted.Append("\\u").Append(((int)each).ToString("x4"));
                }
                else
                {
                    quoted.Append(each);
                }
            }
            return quoted.Append('"').ToString();
        }

        static string Unquote(string text)
        {
            return Regex.Replace(text, "\\\\(u[0-9a-fA-F]{4}|.)", match =>
            {
                string escape = match.Groups[1].Value;
                switch (escape[0])
                {
                    case 'n': return "\n";
                    case 't': return "\t";
                    case 'r': return "\r";
                    case 'u': return ((char)int.Parse(escape.Substring(1), NumberStyles.HexNumber)).ToString();
                    default: return escape;
                }
            });
        }
    }
}
