// Go's net/mail: hexadecimal field bodies in, the addresses of each out.
package main

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"net/mail"
	"os"
	"strings"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		value, _ := hex.DecodeString(lines.Text())
		seen := []string{}
		list, err := mail.ParseAddressList(string(value))
		if err == nil {
			for _, address := range list {
				seen = append(seen, hex.EncodeToString([]byte(address.Address)))
			}
		}
		fmt.Println(strings.Join(seen, " "))
	}
}
